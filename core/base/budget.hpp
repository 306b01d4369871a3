#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>

#include "core/base/time.hpp"

/// A token bucket: so many at once, then so many a second.
namespace earshot {

struct Rate {
    double burst = 0;
    double per_second = 0;
};

class Budget {
public:
    Budget(const Rate& rate, Instant now) : tokens_(rate.burst), at_(now) {}

    /// False when there is not enough for `count`; then nothing is taken.
    bool take(const Rate& rate, double count, Instant now) {
        tokens_ = tokens_at(rate, now);
        at_ = now;
        if (tokens_ < count) return false;
        tokens_ -= count;
        return true;
    }
    /// What was taken for nothing.
    void give_back(const Rate& rate, double count, Instant now) {
        tokens_ = std::min(rate.burst, tokens_at(rate, now) + count);
        at_ = now;
    }
    bool is_full(const Rate& rate, Instant now) const { return tokens_at(rate, now) >= rate.burst; }
    /// When so many can be taken, which is never more than the burst.
    Instant next(const Rate& rate, double count = 1) const {
        if (tokens_ >= count) return at_;
        const auto wait = std::ceil((count - tokens_) / rate.per_second * 1000);
        // Exactly then a hair may be lacking, as fractions are rounded.
        return at_ + Duration{static_cast<Duration::rep>(wait) + 1};
    }

private:
    double tokens_at(const Rate& rate, Instant now) const {
        const auto seconds = static_cast<double>((now - at_).count()) / 1000;
        return std::min(rate.burst, tokens_ + std::max(0.0, seconds) * rate.per_second);
    }

    double tokens_;
    Instant at_;
};

/// A token bucket for each of many, of whom at most `most` are remembered. Whose bucket is full is
/// forgotten first: that changes nothing.
template <class Key>
class Budgets {
public:
    Budgets(const Rate& rate, std::size_t most) : rate_(rate), most_(most) {}

    /// False when there is not enough, or when there are too many already; then nothing is taken.
    bool take(const Key& key, double count, Instant now) {
        auto* const budget = find(key, now);
        return budget != nullptr && budget->take(rate_, count, now);
    }
    /// When `count` can be taken by whom that was refused; nothing when there are too many.
    std::optional<Instant> next(const Key& key, double count = 1) const {
        const auto found = budgets_.find(key);
        if (found == budgets_.end()) return std::nullopt;
        return found->second.next(rate_, count);
    }
    void forget(const Key& key) { budgets_.erase(key); }
    std::size_t size() const { return budgets_.size(); }

private:
    Budget* find(const Key& key, Instant now) {
        if (budgets_.size() >= most_ && !budgets_.contains(key)) {
            std::erase_if(budgets_,
                          [&](const auto& each) { return each.second.is_full(rate_, now); });
            if (budgets_.size() >= most_) return nullptr;
        }
        return &budgets_.try_emplace(key, rate_, now).first->second;
    }

    Rate rate_;
    std::size_t most_;
    std::map<Key, Budget> budgets_;
};

}  // namespace earshot
