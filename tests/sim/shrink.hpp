#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "tests/sim/plan.hpp"

/// Makes a failing plan smaller as long as it fails in the same way.
namespace earshot::sim {

/// Whether a plan still breaks the invariant in question.
using StillFails = std::function<bool(const Plan&)>;
/// Asked between tries; true when there was time enough.
using IsTimeUp = std::function<bool()>;

/// Leaves out nodes, then faults, then messages (Zeller, Hildebrandt: Simplifying and Isolating
/// Failure-Inducing Input, 2002), then halves how long faults last and the run takes.
Plan shrink(Plan plan, const StillFails& still_fails, const IsTimeUp& is_time_up);

}  // namespace earshot::sim
