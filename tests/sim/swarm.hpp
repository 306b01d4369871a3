#pragma once

#include <cstdint>
#include <optional>

#include "tests/sim/plan.hpp"

/// Plans in which everything that can go wrong goes wrong in half of the runs, by an amount between
/// nothing much and far too much (Groce et al., Swarm Testing, 2012). First everybody is in
/// trouble; then it ends inside a core for good, while the others stay broken: faults that always
/// heal would hide whoever waits for ever.
namespace earshot::sim {

struct SwarmSize {
    std::optional<std::uint32_t> nodes;  ///< By chance between 2 and 13 when not given.
    std::optional<std::uint32_t> minutes;
};

Plan make_swarm(std::uint64_t seed, const SwarmSize& size);

}  // namespace earshot::sim
