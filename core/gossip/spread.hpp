#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/flat.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/table.hpp"

/// Announce and pull: a new version is announced to all neighbours in a few bytes, who ask for it
/// when they do not have it yet. So each computer gets about one full copy. An announcement waits
/// limits::announce_tick for company; a question does not, since what it answers has waited.
/// Versions that come faster than their maker may make them are passed on late, the newest only.
/// Of one link few answers are awaited at a time, and whoever leaves many questions unanswered is
/// asked after all others.
/// docs/PROTOCOL-gossip.md, "Gossip".
namespace earshot::gossip {

/// In as many frames as it takes.
void send_doubts(LinkId link, bool is_reconciled, std::span<const Doubt> doubts, Effects& effects);

class Spread {
public:
    /// `table` outlives this.
    explicit Spread(const Table& table) : table_(table) {}

    void set_neighbour(LinkId link, bool is_neighbour, Instant now);
    void on_link_down(LinkId link, Instant now);

    /// A new version was put into the table; `from` told us, none: it is ours.
    void on_news(const Sid& sid, std::optional<LinkId> from, Instant now);
    /// These witnesses against it were added to the table.
    void on_doubted(const Sid& sid, std::span<const crypto::SignPublicKey> witnesses, Instant now);
    /// The other side knows of this doubt: it told us.
    void on_told(LinkId link, const Doubt& doubt);

    /// False: more than a well-behaved peer announces; the link must end.
    bool on_have(LinkId link, std::span<const Version> versions, Instant now);
    /// False: more records than a well-behaved peer sends; the link must end.
    bool on_records(LinkId link, std::size_t count, Instant now);
    /// False: more than anybody asks for at a time.
    bool on_want(LinkId link, std::span<const Sid> sids, Instant now, Effects& effects);
    /// A record came, by whatever way; nobody is waited for any more.
    void on_received(LinkId link, const Version& version, Instant now);
    /// The other side lacks this, or has something newer.
    void announce_to(LinkId link, const Sid& sid, Instant now);
    void want_from(LinkId link, const Version& version, Instant now);

    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    std::size_t wants() const { return wants_.size(); }
    std::size_t pending() const;

private:
    struct Announcer {
        LinkId link{};
        std::uint64_t seq = 0;
    };
    struct Want {
        std::uint64_t seq = 0;
        std::optional<LinkId> asked;
        std::optional<Instant> deadline;  ///< Once the question has left.
        std::vector<Announcer> others;    ///< Who announced it too; whom to ask next stands first.
    };
    struct Answers {
        std::uint64_t seq = 0;
        std::size_t count = 0;
    };
    struct PerLink {
        bool is_neighbour = false;
        std::set<Sid> haves;
        std::set<Sid> wants;   ///< Questions that have not left.
        std::size_t open = 0;  ///< Those that have, and have no answer.
        std::map<Sid, std::set<crypto::SignPublicKey>> doubts;  ///< Which witnesses are news.
        FlatMap<Sid, Answers> answers;                          ///< That we gave lately.
        Instant answers_since{};
        Instant slow_until{};
        Budget announced;
        Budget served;
        Budget received;
        Budget unanswered;
    };

    PerLink& state_of(LinkId link, Instant now);
    bool is_slow(LinkId link, Instant now) const;
    static bool may_answer(PerLink& state, const Version& version);
    bool may_pass_on(const Sid& maker, Instant now);
    void announce_to_all(const Sid& sid, std::optional<LinkId> except, Instant now);
    void ask(const Sid& sid, Want& want, LinkId link, Instant now);
    void ask_next(const Sid& sid, Want& want, Instant now);
    void ask_before(const Sid& sid, Want& want, const Announcer& announcer, Instant now);
    void add_announcer(Want& want, const Announcer& announcer, Instant now) const;
    void release(const Sid& sid, Want& want, Instant now);
    void on_unanswered(const Sid& sid, Instant now);
    bool has_announced(LinkId link, const Sid& sid) const;
    void expire_wants(Instant now);
    void flush_wants(LinkId link, PerLink& state, Instant now, Effects& effects);
    void flush_news(LinkId link, PerLink& state, Instant now, Effects& effects);
    void flush_doubts(LinkId link, PerLink& state, Effects& effects);
    void request_flush(Instant now);

    const Table& table_;
    std::map<LinkId, PerLink> links_;
    std::map<Sid, Want> wants_;
    std::set<std::pair<Instant, Sid>> want_deadlines_;
    std::map<Sid, Budget> makers_;  ///< Of those who lately made versions.
    Instant makers_pruned_{};
    std::map<Sid, Instant> held_;      ///< Versions that came too fast, to be announced later.
    std::optional<Instant> flush_at_;  ///< Announcements and doubts.
    std::optional<Instant> ask_at_;
};

}  // namespace earshot::gossip
