#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {

std::vector<std::unique_ptr<Invariant>> all_invariants(const Plan& plan) {
    std::vector<std::unique_ptr<Invariant>> all;
    all.push_back(bounded_state());
    all.push_back(monotone_records());
    all.push_back(symmetric_links());
    all.push_back(no_busy_loop());
    all.push_back(honest_messages());
    all.push_back(told_messages());
    all.push_back(honest_carriers());
    all.push_back(on_links());
    all.push_back(sound_state());
    all.push_back(bandwidth(plan));
    all.push_back(no_false_offline(plan));
    all.push_back(agreement(plan));
    return all;
}

}  // namespace earshot::sim
