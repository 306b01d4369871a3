#pragma once

#include <algorithm>
#include <deque>

#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// Whether we may judge others, or are ourselves the one who is cut off: after many links were lost
/// at once, after waking up, and when this process came late to its own turn. (Lifeguard, Dadgar et
/// al. 2017.)
namespace earshot::gossip {

class Health {
public:
    /// `before`: how many links there were before this one was lost.
    void on_link_lost(std::size_t before, Instant now) {
        lost_.push_back(now);
        while (lost_.front() + limits::unhealthy_window < now) {
            lost_.pop_front();
            before_ = std::min(before_, before + lost_.size() - 1);
        }
        if (lost_.size() == 1) before_ = before;
        constexpr std::size_t few = 2;
        if (lost_.size() >= few && lost_.size() * 2 >= before_) hold(now);
    }
    void on_late(Instant now) { hold(now); }
    void on_woke(Instant now) { hold(now); }

    bool is_held(Instant now) const { return now < held_until_; }
    Instant held_until() const { return held_until_; }

private:
    void hold(Instant now) { held_until_ = now + limits::unhealthy_hold; }

    std::deque<Instant> lost_;
    std::size_t before_ = 0;  ///< Links at the start of the window.
    Instant held_until_ = Instant::min();
};

}  // namespace earshot::gossip
