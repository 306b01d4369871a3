#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

/// Percentiles of measured times.
namespace earshot::bench {

using Clock = std::chrono::steady_clock;

inline double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// `share` of the samples are not above the result. Precondition: there are samples.
inline double percentile(std::vector<double> samples, double share) {
    std::ranges::sort(samples);
    const auto index = static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1));
    return samples[index];
}

}  // namespace earshot::bench
