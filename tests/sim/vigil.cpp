#include "tests/sim/vigil.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// False: time ran out. Whatever was violated is in the way of no other complaint.
bool Vigil::watch(Micros longest, const std::function<bool()>& done) {
    const auto end = world_.now() + longest;
    while (is_well() && !done()) {
        if (world_.now() >= end) return false;
        world_.run_for(1s);
        for (const auto& invariant : invariants_) invariant->on_second(world_, violations_);
    }
    return true;
}

void Vigil::pass(Micros time) {
    watch(time, [] { return false; });
}

void Vigil::require(const char* what, Micros longest, const std::function<bool()>& done) {
    if (!watch(longest, done)) report_.violations.emplace_back(what);
}

void Vigil::end() {
    for (const auto& violation : violations_.found())
        report_.violations.push_back(violation.invariant + ": " + violation.what);
}

}  // namespace earshot::sim
