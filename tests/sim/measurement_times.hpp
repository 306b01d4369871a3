#pragma once

#include "core/base/time.hpp"

/// When what happens in a measurement; shared by those who plan it and those who look.
namespace earshot::sim {

/// Everybody starts until then.
inline constexpr Duration starting_time = std::chrono::minutes{1};
/// Everybody knows everybody, and nothing is left of the start.
inline constexpr Duration warm_at = std::chrono::minutes{5};
inline constexpr Duration parted_for = std::chrono::minutes{10};
/// When people write to each other: while all others start, within a minute, and long after.
inline constexpr Duration crowd_from = warm_at;
inline constexpr Duration quiet_from = warm_at + std::chrono::minutes{6};
inline constexpr Duration chat_lasts = std::chrono::minutes{1};

}  // namespace earshot::sim
