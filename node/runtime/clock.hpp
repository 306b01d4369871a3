#pragma once

#include <chrono>
#include <cstddef>

#include "core/base/time.hpp"

/// The only place that reads a clock; everybody else is told.
namespace earshot::runtime {

Now now() noexcept;

/// How far CLOCK_BOOTTIME, which goes on while the computer sleeps, is ahead of the steady clock.
Duration boot_ahead() noexcept;

/// What time it is where this computer is: minutes since Monday, 0:00.
std::size_t minute_of_week(WallTime time) noexcept;

/// When a timer has to end so that `now().steady` has reached `instant`.
std::chrono::steady_clock::time_point timer_expiry(Instant instant) noexcept;

}  // namespace earshot::runtime
