#pragma once

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/gossip/effects.hpp"

/// How many computers that were never heard of are let in: as many as come in the first minutes,
/// when a whole network is new, then few. So nobody fills tables by making up computers.
/// presence.md, 1.8.
namespace earshot::gossip {

class Newcomers {
public:
    explicit Newcomers(Instant now) : all_(rate, now) { begin(now); }

    /// We have just started, woken or moved.
    void begin(Instant now) { free_until_ = now + limits::newcomers_free; }
    void on_link_down(LinkId link) { links_.forget(link); }

    /// Whether one more may come on this link. Nothing is lost when it may not: tables are compared
    /// again.
    bool may_enter(LinkId link, Instant now) {
        if (now < free_until_) return true;
        return links_.take(link, 1, now) && all_.take(rate, 1, now);
    }

private:
    static constexpr Rate rate{limits::newcomers_burst, limits::newcomers_per_second};
    static constexpr Rate half{limits::newcomers_burst / 2, limits::newcomers_per_second / 2};

    Budget all_;
    Budgets<LinkId> links_{half, limits::links_max};
    Instant free_until_{};
};

}  // namespace earshot::gossip
