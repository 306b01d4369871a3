#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tests/sim/world.hpp"

/// Bugs that are planted where frames enter and leave engines, to see that the simulator finds
/// them: a simulator that finds nothing may be blind. The product has no switch for any of them.
namespace earshot::sim {

struct Canary {
    std::string_view name;
    std::string_view scenario;   ///< That finds it.
    std::string_view invariant;  ///< That it breaks.
    void (*plant)(World&);       ///< In all computers that are placed and have no meddler yet.
};

std::span<const Canary> canaries_of_messages();
std::span<const Canary> canaries_of_gossip();
std::vector<Canary> canaries();  ///< Both.
/// Nothing for a name that is empty or unknown.
void plant(std::string_view canary, World& world);

}  // namespace earshot::sim
