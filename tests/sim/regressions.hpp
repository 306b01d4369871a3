#pragma once

#include <span>
#include <string_view>

#include "tests/sim/plan.hpp"

/// What broke other networks of this kind, or earlier designs of this one, as plans: everything
/// that must always hold has to hold in them too. docs/SIMULATION.md says which is for what.
namespace earshot::sim {

struct Regression {
    std::string_view name;
    std::string_view story;
    Plan (*make)();
};

std::span<const Regression> regressions();

}  // namespace earshot::sim
