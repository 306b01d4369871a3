#pragma once

#include <chrono>

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

/// Both readings, taken once per turn.
struct Now {
    Instant steady;
    WallTime wall;
};

}  // namespace earshot
