#pragma once

#include <span>
#include <string_view>

#include "tests/sim/universe.hpp"

/// Bugs that are planted where frames leave the engine, to see that the simulator finds them: a
/// simulator that finds nothing may be blind. The product has no switch for any of them.
namespace earshot::sim {

struct Canary {
    std::string_view name;
    std::string_view scenario;   ///< That finds it.
    std::string_view invariant;  ///< That it breaks.
    Tamper (*plant)();
};

std::span<const Canary> canaries();
/// Nothing for a name that is empty or unknown.
Tamper tamper_of(std::string_view canary);

}  // namespace earshot::sim
