#include "node/runtime/clock.hpp"

namespace earshot::runtime {

Now now() noexcept {
    using std::chrono::floor;
    const auto steady = std::chrono::steady_clock::now().time_since_epoch();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return {Instant{floor<Duration>(steady)}, WallTime{floor<Duration>(wall)}};
}

std::chrono::steady_clock::time_point timer_expiry(Instant instant) noexcept {
    return std::chrono::steady_clock::time_point{instant.time_since_epoch()};
}

}  // namespace earshot::runtime
