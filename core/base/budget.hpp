#pragma once

#include <algorithm>

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
    bool is_full(const Rate& rate, Instant now) const { return tokens_at(rate, now) >= rate.burst; }
    /// When so many can be taken, which is never more than the burst.
    Instant next(const Rate& rate, double count = 1) const {
        if (tokens_ >= count) return at_;
        return at_ +
               Duration{static_cast<Duration::rep>((count - tokens_) / rate.per_second * 1000) + 1};
    }

private:
    double tokens_at(const Rate& rate, Instant now) const {
        const auto seconds = static_cast<double>((now - at_).count()) / 1000;
        return std::min(rate.burst, tokens_ + std::max(0.0, seconds) * rate.per_second);
    }

    double tokens_;
    Instant at_;
};

}  // namespace earshot
