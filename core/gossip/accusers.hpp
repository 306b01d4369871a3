#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/table.hpp"

/// How far the doubts of each computer are listened to: not more of them that are open or were
/// wrong than an island that lost its mainland would have, and for a while none at all after
/// several that were wrong. What comes true costs nothing: whoever makes computers up has all
/// others doubt them, rightly, and must not silence them by that. Nor may those who were made up,
/// by contradicting: doubts about them say nothing about an accuser's other ones.
namespace earshot::gossip {

/// Whom a doubt is about.
enum class Accused : std::uint8_t {
    met,    ///< It has answered here itself.
    unmet,  ///< Perhaps there is no such computer.
};
inline Accused accused_in(const Entry& entry) {
    return entry.is_met ? Accused::met : Accused::unmet;
}

class Accusers {
public:
    /// Takes one doubt of this computer from its budget.
    bool may_accuse(const Sid& accuser, Accused accused, Instant now) {
        auto& record = record_of({accuser, accused}, now);
        return record.ignored_until <= now && record.budget.take(rate, 1, now);
    }

    /// Such a doubt came true, or was never theirs.
    void give_back(const Sid& accuser, Accused accused, Instant now) {
        const auto found = records_.find({accuser, accused});
        if (found != records_.end()) found->second.budget.give_back(rate, 1, now);
    }

    /// A doubt of this computer was refuted by its subject.
    void on_refuted(const Sid& accuser, Accused accused, Instant now) {
        auto& record = record_of({accuser, accused}, now);
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
    using Key = std::pair<Sid, Accused>;

    Conduct& record_of(const Key& key, Instant now) {
        if (records_.size() >= limits::accusers_max)
            std::erase_if(records_, [&](const auto& each) {
                return each.second.ignored_until <= now && each.second.budget.is_full(rate, now);
            });
        // Far more than ever speak in five minutes: somebody makes them up.
        if (records_.size() >= limits::accusers_max && !records_.contains(key))
            records_.erase(records_.begin());
        return records_.try_emplace(key, Conduct{Budget{rate, now}, {}, Instant::min()})
            .first->second;
    }

    std::map<Key, Conduct> records_;
};

}  // namespace earshot::gossip
