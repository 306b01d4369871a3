#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

#include "tests/sim/moment.hpp"

/// How measured times are told.
namespace earshot::sim {

inline double seconds(Micros time) { return std::chrono::duration<double>(time).count(); }

/// The value that this share of all does not exceed; 0 of none.
inline double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace earshot::sim
