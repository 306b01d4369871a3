#pragma once

#include <optional>

#include "core/base/time.hpp"

/// Notices from two clocks that the computer slept, or that this process stood still: nobody may
/// have announced it. Pure.
namespace earshot::power {

/// Both clocks of one moment.
struct Reading {
    Instant steady;         ///< Stops while the computer sleeps.
    Duration boot_ahead{};  ///< How far the clock that does not stop is ahead of it.
};

class ClockWatch {
public:
    /// How often `on_tick` is to be called.
    static constexpr Duration tick = std::chrono::seconds{3};
    /// So much time that nobody noticed is a sleep.
    static constexpr Duration missed_min = std::chrono::seconds{5};

    /// Whether there was a sleep since the tick before.
    bool on_tick(const Reading& reading);

private:
    std::optional<Reading> last_;
};

}  // namespace earshot::power
