#pragma once

#include <cstddef>
#include <ctime>

/// How often something can be done in a second of one processor.
namespace earshot {

/// Of processor time: what else the machine does is not our cost.
inline double seconds_used() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// `step` returns how many it did.
template <class Step>
double per_second(Step&& step) {
    constexpr double measured_seconds = 0.5;
    for (int i = 0; i < 3; ++i) step();
    std::size_t done = 0;
    const auto start = seconds_used();
    do done += step();
    while (seconds_used() - start < measured_seconds);
    return static_cast<double>(done) / (seconds_used() - start);
}

}  // namespace earshot
