#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "tests/sim/invariant.hpp"
#include "tests/sim/scenarios.hpp"
#include "tests/sim/world.hpp"

/// Time in a story during which all that always holds is looked at, once a second. It stops at the
/// first violation: what comes after that tells nothing.
namespace earshot::sim {

class Vigil {
public:
    /// Both outlive it.
    Vigil(World& world, Report& report) : world_(world), report_(report) {}
    void add(std::unique_ptr<Invariant> invariant) { invariants_.push_back(std::move(invariant)); }

    bool is_well() const { return report_.violations.empty() && violations_.found().empty(); }
    void pass(Micros time);
    /// Not there within the longest time, it is a violation.
    void require(const char* what, Micros longest, const std::function<bool()>& done);
    /// What the invariants found, into the report.
    void end();

private:
    bool watch(Micros longest, const std::function<bool()>& done);

    World& world_;
    Report& report_;
    std::vector<std::unique_ptr<Invariant>> invariants_;
    Violations violations_;
};

}  // namespace earshot::sim
