#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {

std::vector<std::unique_ptr<Invariant>> all_invariants(const Plan&) {
    std::vector<std::unique_ptr<Invariant>> all;
    all.push_back(bounded_state());
    all.push_back(symmetric_links());
    all.push_back(no_busy_loop());
    all.push_back(honest_messages());
    return all;
}

}  // namespace earshot::sim
