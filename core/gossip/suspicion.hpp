#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/gossip/links.hpp"
#include "core/gossip/table.hpp"

/// When doubted computers are believed gone. More independent witnesses make it sooner, and those
/// whose dials were refused make it soon; time enough is left for the accused to say otherwise.
/// (SWIM's suspicion with Lifeguard's timer.) docs/PROTOCOL-gossip.md, "Doubts".
namespace earshot::gossip {

class Suspicion {
public:
    /// References outlive this.
    Suspicion(const Table& table, const Links& links, const Sid& own)
        : table_(table), links_(links), own_(own) {}

    /// The witnesses against it have changed.
    void on_doubted(const Sid& sid, Instant now);
    /// There is a newer version, or a link.
    void on_alive(const Sid& sid);
    /// It was believed gone and is there again.
    void on_flap(const Sid& sid, Instant now);
    void on_link_down(const Sid& sid, Instant now) { on_doubted(sid, now); }

    /// Nobody is believed gone before then.
    void hold(Instant until);
    struct Verdict {
        Sid sid;
        /// Not: too few say so, and none of them somebody who could know better: one other alone,
        /// or ourselves from before there were links to who was never asked.
        bool is_confirmed = false;
    };
    /// Whose time to answer is over.
    std::vector<Verdict> on_time(Instant now);
    std::optional<Instant> next_deadline() const;
    std::size_t size() const { return timers_.size(); }

private:
    struct Timer {
        Instant start{};
        Instant end{};
    };

    Duration patience(const Entry& entry, Instant now) const;
    Duration least(const Sid& sid, Instant now) const;
    bool is_confirmed(const Entry& entry, Instant doubted) const;
    const Witness* own_word(const Entry& entry) const;

    const Table& table_;
    const Links& links_;
    Sid own_;
    std::map<Sid, Timer> timers_;
    std::set<std::pair<Instant, Sid>> ends_;
    std::map<Sid, std::deque<Instant>> flaps_;
};

}  // namespace earshot::gossip
