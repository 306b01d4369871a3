#pragma once

#include <cstddef>
#include <map>

#include "core/base/time.hpp"

/// At most one event of each key in an interval, remembering so many keys: when more come within
/// one interval, the surplus is refused, so that forged sources gain nothing. Pure.
namespace earshot::discovery {

template <class Key>
class Throttle {
public:
    Throttle(Duration interval, std::size_t keys_max) : interval_(interval), keys_max_(keys_max) {}

    bool allow(const Key& key, Instant now) {
        const auto last = last_.find(key);
        if (last != last_.end() && now - last->second < interval_) return false;
        if (last == last_.end() && last_.size() >= keys_max_) {
            std::erase_if(last_, [&](const auto& e) { return now - e.second >= interval_; });
            if (last_.size() >= keys_max_) return false;
        }
        last_.insert_or_assign(key, now);
        return true;
    }

private:
    Duration interval_;
    std::size_t keys_max_;
    std::map<Key, Instant> last_;
};

}  // namespace earshot::discovery
