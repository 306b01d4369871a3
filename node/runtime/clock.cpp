#include "node/runtime/clock.hpp"

#include <time.h>

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

std::size_t minute_of_week(WallTime time) noexcept {
    const auto seconds = std::chrono::system_clock::to_time_t(
        std::chrono::system_clock::time_point{time.time_since_epoch()});
    std::tm local{};
    ::tzset();  // Who travels takes their daemon along.
    if (::localtime_r(&seconds, &local) == nullptr) return 0;
    const auto day = static_cast<std::size_t>((local.tm_wday + 6) % 7);  // Sunday is 0 there.
    return (day * 24 + static_cast<std::size_t>(local.tm_hour)) * 60 +
           static_cast<std::size_t>(local.tm_min);
}

std::chrono::steady_clock::time_point timer_expiry(Instant instant) noexcept {
    return std::chrono::steady_clock::time_point{instant.time_since_epoch()};
}

}  // namespace earshot::runtime
