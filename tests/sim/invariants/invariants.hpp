#pragma once

#include <memory>
#include <vector>

#include "tests/sim/invariant.hpp"

/// All invariants there are.
namespace earshot::sim {

std::vector<std::unique_ptr<Invariant>> all_invariants(const Plan& plan);

// One file each, or one for a few of a kind.
std::unique_ptr<Invariant> bounded_state();    ///< A4: queues and tables keep to their limits.
std::unique_ptr<Invariant> symmetric_links();  ///< A9: both ends know a link; one for a pair.
std::unique_ptr<Invariant> no_busy_loop();  ///< A10: nobody wants a turn in the past, or thousands.
std::unique_ptr<Invariant> honest_messages();  ///< M1 to M5: what people wrote and read.

}  // namespace earshot::sim
