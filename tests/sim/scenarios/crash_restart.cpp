#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// Processes die at any moment, also between a commit and its effects; sometimes nobody notices.
Report crash_restart(std::uint64_t seed) {
    World world{seed};
    auto& alice = world.add_peer("alice");
    auto& bob = world.add_peer("bob");
    Report report;
    if (!world.run_until([&] { return alice.knows(bob) && bob.knows(alice); }, 1min))
        report.violations.emplace_back("they never met");

    world.faults.crash_in_turn = 0.02;
    world.faults.loss = 0.02;
    world.faults.resets_are_seen = world.rolls(0.7);
    for (unsigned i = 0; i < 100; ++i) {
        alice.say(bob, "from alice " + std::to_string(i));
        bob.say(alice, "from bob " + std::to_string(i));
        world.run_for(Duration{static_cast<Duration::rep>(world.below(1000))});
        auto& victim = world.rolls(0.5) ? alice : bob;
        if (world.rolls(0.1)) {
            victim.crash();
            world.run_for(Duration{static_cast<Duration::rep>(world.below(20'000))});
        }
        if (!victim.is_up()) victim.start();
    }
    heal(world, {&alice, &bob});
    world.run_for(30min);
    check_delivered(alice, bob, report);
    check_delivered(bob, alice, report);
    check_same_order(alice, bob, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
