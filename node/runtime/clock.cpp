#include "node/runtime/clock.hpp"

#include <ctime>

namespace earshot::runtime {

Now now() noexcept {
    using std::chrono::floor;
    const auto steady = std::chrono::steady_clock::now().time_since_epoch();
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return {Instant{floor<Duration>(steady)}, WallTime{floor<Duration>(wall)}};
}

Duration boot_ahead() noexcept {
    timespec boot{};
    if (::clock_gettime(CLOCK_BOOTTIME, &boot) != 0) return {};
    const auto since_boot =
        std::chrono::seconds{boot.tv_sec} + std::chrono::nanoseconds{boot.tv_nsec};
    const auto steady = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Duration>(since_boot - steady);
}

std::chrono::steady_clock::time_point timer_expiry(Instant instant) noexcept {
    return std::chrono::steady_clock::time_point{instant.time_since_epoch()};
}

}  // namespace earshot::runtime
