#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/presence.hpp"

/// How far the doubts of each computer are listened to: not more than an island that lost its
/// mainland would have, and for a while not at all after several that proved wrong.
namespace earshot::gossip {

class Accusers {
public:
    /// Takes one doubt of this computer from its budget.
    bool may_accuse(const Sid& accuser, Instant now) {
        auto& record = record_of(accuser, now);
        return record.ignored_until <= now && record.budget.take(rate, 1, now);
    }

    /// A doubt of this computer was refuted by its subject.
    void on_refuted(const Sid& accuser, Instant now) {
        auto& record = record_of(accuser, now);
        std::erase_if(record.refuted,
                      [&](Instant each) { return each + limits::accuser_memory < now; });
        record.refuted.push_back(now);
        if (record.refuted.size() < limits::doubts_refuted_max) return;
        record.ignored_until = now + limits::accuser_ignored;
        record.refuted.clear();
    }

    std::size_t size() const { return records_.size(); }

private:
    static constexpr Rate rate{
        static_cast<double>(limits::doubts_per_accuser_burst),
        1000.0 / static_cast<double>(Duration{limits::doubts_per_accuser_interval}.count())};

    struct Conduct {
        Budget budget;
        std::vector<Instant> refuted;
        Instant ignored_until = Instant::min();
    };

    Conduct& record_of(const Sid& accuser, Instant now) {
        if (records_.size() >= limits::gossip_entries_max)
            std::erase_if(records_, [&](const auto& each) {
                return each.second.ignored_until <= now && each.second.budget.is_full(rate, now);
            });
        // Far more than ever speak in five minutes: somebody makes them up.
        if (records_.size() >= limits::gossip_entries_max && !records_.contains(accuser))
            records_.erase(records_.begin());
        return records_.try_emplace(accuser, Conduct{Budget{rate, now}, {}, Instant::min()})
            .first->second;
    }

    std::map<Sid, Conduct> records_;
};

}  // namespace earshot::gossip
