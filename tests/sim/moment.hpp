#pragma once

#include <chrono>

#include "core/base/time.hpp"

/// The simulator's own time. Finer than what peers are told, because a packet on a cable takes a
/// third of a millisecond.
namespace earshot::sim {

using Micros = std::chrono::microseconds;
using Moment = std::chrono::time_point<ToldClock, Micros>;

inline Instant told(Moment moment) { return std::chrono::floor<Duration>(moment); }

}  // namespace earshot::sim
