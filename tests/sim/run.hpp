#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/invariant.hpp"
#include "tests/sim/plan.hpp"

/// Carries a plan out.
namespace earshot::sim {

struct Outcome {
    std::vector<Violation> violations;  ///< A run ends with its first.
    std::string trace;                  ///< Equal for equal plans, byte for byte.
    std::uint64_t events = 0;
    std::uint64_t turns = 0;
    Duration simulated{};
    std::vector<std::string> log;  ///< The last events, of runs that failed.
};

/// With all invariants.
Outcome run(const Plan& plan);
using Invariants = std::vector<std::unique_ptr<Invariant>>;
Outcome run(const Plan& plan, const Invariants& invariants);

}  // namespace earshot::sim
