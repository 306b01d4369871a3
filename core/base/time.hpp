#pragma once

#include <algorithm>
#include <chrono>

#include "core/base/limits.hpp"

/// Time as the caller tells it. The core reads no clock, so a simulated day takes a second.
namespace earshot {

using Duration = std::chrono::milliseconds;

/// Steady time of one process: for deadlines and intervals. Its zero means nothing.
struct ToldClock {
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
    using time_point = std::chrono::time_point<ToldClock>;
};
using Instant = ToldClock::time_point;

/// Milliseconds of UTC since 1970 as this computer believes them. Wrong clocks are normal on a
/// network without internet: never compare a stranger's with ours to refuse something.
struct WallClock {
    using rep = Duration::rep;
    using period = Duration::period;
    using duration = Duration;
    using time_point = std::chrono::time_point<WallClock>;
};
using WallTime = WallClock::time_point;

/// What a computer's clock says, as a time that can be encoded: from 1970 to the year 9999.
constexpr WallTime encodable(WallTime time) {
    return std::clamp(time, WallTime{}, WallTime{Duration{limits::wall_time_ms_max}});
}

/// Both readings, taken once per turn.
struct Now {
    Instant steady;
    WallTime wall;
};

}  // namespace earshot
