#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// Commits fail again and again: nothing that was answered is lost, nothing unkept is acknowledged.
Report failing_disk(std::uint64_t seed) {
    World world{seed};
    auto& alice = world.add_peer("alice");
    auto& bob = world.add_peer("bob");
    Report report;
    world.run_until([&] { return alice.knows(bob) && bob.knows(alice); }, 1min);

    world.faults.failed_commit = 0.05;
    for (unsigned i = 0; i < 100; ++i) {
        alice.say(bob, "from alice " + std::to_string(i));
        bob.say(alice, "from bob " + std::to_string(i));
        if (i == 50) bob.disk.fail_all_writes(ErrorKind::no_space);
        if (i == 70) bob.disk.heal();
        world.run_for(Duration{static_cast<Duration::rep>(world.below(3000))});
    }
    heal(world, {&alice, &bob});
    world.run_for(30min);
    check_delivered(alice, bob, report);
    check_delivered(bob, alice, report);
    check_same_order(alice, bob, report);
    if (alice.said.empty() || bob.said.empty())
        report.violations.emplace_back("nothing was ever kept");
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
