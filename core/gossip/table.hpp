#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/flat.hpp"
#include "core/base/limits.hpp"
#include "core/base/shared.hpp"
#include "core/base/time.hpp"
#include "core/gossip/doubt.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/presence.hpp"

/// Everybody on this network, as far as this computer knows: the newest record of each, what is
/// doubted, and whether it is believed to be there. A version never falls, also after an entry was
/// dropped. Bounded by limits::gossip_entries_max; not thread-safe.
namespace earshot::gossip {

struct Entry {
    Shared<Record> record;
    Instant made{};  ///< By our clock: when it came, less its age then.
    Instant first_seen{};
    std::optional<Instant> gone_since;  ///< Believed gone, although its record says it is there.
    std::vector<Witness> witnesses;     ///< Of doubts about this version, by device, ascending.
    Sid introducer;                     ///< Who told us first; itself when it did.
    bool is_met = false;                ///< Has answered here itself.
    bool is_expired = false;            ///< Its lease is over.
    bool is_lonely_word = false;        ///< Only we doubt it, and reached nobody else either.
    bool is_elsewhere = false;          ///< Heard in a network that we left, and not in this one.

    /// Whether others are told of it.
    bool is_shared() const {
        return !is_expired && !is_elsewhere && !record->presence.is_confided();
    }
    bool is_online() const {
        return is_there(record->presence.state) && !is_expired && !gone_since;
    }
    /// The state people are shown.
    State shown() const { return is_online() ? record->presence.state : State::left; }
};

class Table {
public:
    /// Entries of these devices never make room for others.
    using IsSafe = std::function<bool(const DeviceId&)>;
    explicit Table(
        Instant start, IsSafe is_safe = [](const DeviceId&) { return false; })
        : start_(start), is_safe_(std::move(is_safe)) {}

    const std::map<Sid, Entry>& entries() const { return entries_; }
    const Entry* find(const Sid& sid) const;
    const Entry* find(const DeviceId& device) const;
    const Entry* find_instance(const InstanceId& instance) const;
    std::size_t online() const { return online_; }
    std::size_t online_hubs() const { return online_hubs_; }
    std::size_t tombstones() const { return tombstones_.size(); }

    enum class Verdict {
        news,   ///< Newer than what was known: to be proven and put.
        known,  ///< The very same.
        stale,  ///< Older than what is known, or than what was known once.
        twin,   ///< Another record of the same version.
    };
    Verdict judge(const Record& record) const;

    struct Origin {
        Sid introducer;
        bool is_first_hand = false;
        Duration age{};
    };
    /// Keeps a proven record. False when there is no room for it. Precondition: it is news, or a
    /// twin that wins.
    bool put(Shared<Record> record, const Origin& origin, Instant now);
    /// Of two records of one version the one with the lower hash stays, everywhere the same one.
    bool wins_over_twin(const Record& record) const;

    /// We are in another network: what we heard of others before is nobody's business here.
    void on_moved(const Sid& own);
    /// Somebody here told us of this version. True: it was only known from elsewhere.
    bool on_heard(const Version& version);
    void on_met(const Sid& sid);
    /// Believed gone from `now` on.
    void set_gone(const Sid& sid, Instant now);
    /// Somebody has seen it alive.
    void set_present(const Sid& sid);
    /// Whether it may be added: neither known already, nor are enough others. Who was refused takes
    /// the place of one who heard nothing.
    static bool lacks(const Entry& entry, const Witness& witness);
    /// False when there is nothing to add.
    bool add_witness(const Sid& sid, const Witness& witness);
    /// Our own word is all that is held against it, and may say more about us.
    void set_lonely_word(const Sid& sid);
    /// Nothing is held against it any more.
    void acquit(const Sid& sid);

    /// Ends leases and forgets who has long been away; gives whose lease ended.
    std::vector<Sid> on_time(Instant now);
    std::optional<Instant> next_deadline() const;

    /// Who is known long enough to be listened to about others.
    bool is_established(const Sid& sid, Instant now) const;

    using Digest = std::array<std::uint32_t, limits::sync_buckets>;
    const Digest& digest() const { return digest_; }
    std::uint64_t hash() const;
    static std::size_t bucket_of(const Sid& sid) {
        return std::to_integer<std::size_t>(sid.bytes[0]);
    }
    /// The part of an entry in the digest; other where version or doubts differ.
    static std::uint32_t mark(const Entry& entry);

private:
    struct Tombstone {
        std::uint64_t seq = 0;
        Instant buried{};
    };

    void set_elsewhere(Entry& entry, bool is_elsewhere);
    void take_out(const Entry& entry);
    void bring_in(const Entry& entry);
    std::map<Sid, Entry>::iterator erase(std::map<Sid, Entry>::iterator found, Instant now);
    void bury(const Entry& entry, Instant now);
    bool make_room(const Record& record, const Origin& origin, Instant now);

    Instant start_;
    IsSafe is_safe_;
    std::map<Sid, Entry> entries_;
    FlatMap<InstanceId, Sid> instances_;
    std::map<Sid, Tombstone> tombstones_;
    std::set<std::pair<Instant, Sid>> buried_;  ///< The same, the oldest first.
    Instant review_at_ = Instant::max();        ///< No lease ends, and nobody is forgotten, before.
    Digest digest_{};
    std::size_t online_ = 0;
    std::size_t online_hubs_ = 0;
    std::size_t unmet_ = 0;
};

}  // namespace earshot::gossip
