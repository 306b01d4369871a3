#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/subnet.hpp"
#include "core/base/time.hpp"
#include "core/gossip/links.hpp"
#include "core/gossip/table.hpp"
#include "crypto/entropy.hpp"

/// Whether this computer shows itself to a whole network, and whether it looks for others there.
/// Packets to everybody cost everybody, so in a network of many only a few do either for long: the
/// beacons, whom all elect alike from the table, and anew every hour. Everybody does both for a
/// while after a start, a wake or a move, and while there are too few links. Whoever makes up
/// computers may have them elected; so those who have met too few of the elected do both as well.
/// A pure machine; not thread-safe. docs/PROTOCOL-gossip.md, "Beacons".
namespace earshot::gossip {

/// A network that this computer is in and is seen in.
struct Segment {
    std::string name;              ///< Of the interface; the core only hands it back.
    std::vector<Subnet> prefixes;  ///< Of the addresses that our record tells.

    friend bool operator==(const Segment&, const Segment&) = default;
};

/// Why something is done.
enum class Cause : std::uint8_t {
    none,    ///< It is not done.
    fresh,   ///< Just started, awake or moved.
    lonely,  ///< Too few links.
    asked,   ///< Somebody asked for it.
    beacon,  ///< Elected.
    ending,  ///< Was one of these a moment ago.
};

/// One word, for programs.
std::string_view text_of(Cause cause);

/// What discovery by packets to everybody has to do from now on.
struct Search {
    Cause publishes = Cause::fresh;
    Cause looks = Cause::fresh;
    /// Where to publish; nothing: wherever we may be seen.
    std::optional<std::vector<std::string>> segments;

    bool is_looking() const { return looks != Cause::none; }
    friend bool operator==(const Search&, const Search&) = default;
};

class Beacons {
public:
    /// References outlive this.
    struct Places {
        const Table& table;
        const Links& links;
        crypto::Entropy& entropy;
    };
    Beacons(const Places& places, const Sid& own, const NetworkId& network, Instant now);

    void on_network_changed(std::vector<Segment> segments, Instant now);
    void on_woke(Instant now);
    /// Somebody wants to know who is new.
    void look(Instant now);

    /// The orders, if there are new ones.
    std::optional<Search> on_time(Now now);
    Instant next_deadline() const { return next_deadline_; }

    const Search& search() const { return search_; }
    bool is_fresh(Instant now) const { return now < fresh_until_; }
    bool is_lonely() const { return places_.links.computers() < limits::neighbours_few; }
    bool is_beacon() const { return !elected_.empty(); }
    /// Of those elected before us whom we have not met, while we have met too few of them: whoever
    /// looks after somebody may look after these.
    const std::vector<Sid>& unproven() const { return unproven_; }

private:
    void be_fresh(Instant now);
    void set_hour(Now now);
    void review(Now now);
    /// Those of a network who would be beacons before us.
    struct Field {
        std::size_t all = 0;
        std::size_t met = 0;                               ///< Not more than are enough.
        std::vector<std::pair<std::uint64_t, Sid>> unmet;  ///< And how far each is from the mark.
    };
    Field field_before_us(const Subnet& network) const;
    bool is_elected(const Segment& segment, Instant now);
    bool stands_in(const Segment& segment, Field field, Instant now);
    std::uint64_t hour_mark(const Subnet& network) const;
    void plan_looks(Instant now);
    Cause why_publish(Instant now) const;
    Cause why_look(Instant now) const;
    void plan_next(Instant now);

    Places places_;
    Sid own_;
    NetworkId network_;
    std::vector<Segment> segments_;
    std::set<std::string> elected_;                ///< The segments where we are a beacon.
    std::map<std::string, Instant> beacon_until_;  ///< And a while longer.
    /// While we have met too few of those who were elected before us. It goes on while these come
    /// and go: those who are made up do.
    struct Deference {
        Instant since{};
        Instant last{};
    };
    std::map<std::string, Deference> deferences_;
    std::vector<Sid> unproven_;
    std::optional<std::uint64_t> hour_;
    Instant hour_since_{};
    Instant fresh_until_;
    Instant asked_until_{};
    std::optional<Instant> lonely_since_;
    Instant everywhere_until_;
    std::optional<Instant> look_at_;  ///< When a beacon looks next,
    Instant look_until_{};            ///< and for how long.
    Instant review_at_;
    Instant next_deadline_;
    Search search_;
    bool has_told_ = false;
};

}  // namespace earshot::gossip
