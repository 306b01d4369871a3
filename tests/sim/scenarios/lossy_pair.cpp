#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// Two people talk at once though a third of all packets is lost and connections keep breaking.
Report lossy_pair(std::uint64_t seed) {
    World world{seed};
    world.faults.loss = 0.3;
    world.faults.cut = 0.01;
    world.network.latency_max = 200ms;
    auto& alice = world.add_peer("alice");
    auto& bob = world.add_peer("bob");
    Report report;
    if (!world.run_until([&] { return alice.knows(bob) && bob.knows(alice); }, 30min))
        report.violations.emplace_back("they never met");

    for (unsigned i = 0; i < 60; ++i) {
        alice.say(bob, "from alice " + std::to_string(i));
        if (i % 2 == 0) bob.say(alice, "from bob " + std::to_string(i));
        world.run_for(Duration{static_cast<Duration::rep>(world.below(5000))});
    }
    world.run_for(1h);
    heal(world, {&alice, &bob});
    world.run_for(10min);
    check_delivered(alice, bob, report);
    check_delivered(bob, alice, report);
    check_same_order(alice, bob, report);
    if (alice.said.size() != 60) report.violations.emplace_back("a send was not answered");
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
