#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// Wall clocks are wrong by days and jump both ways; an answer still stands after its question.
Report clock_jump(std::uint64_t seed) {
    World world{seed};
    auto& alice = world.add_peer("alice");
    auto& bob = world.add_peer("bob");
    Report report;
    world.run_until([&] { return alice.knows(bob) && bob.knows(alice); }, 1min);
    const auto days = [&] { return 24h * (static_cast<int>(world.below(800)) - 400); };

    for (unsigned i = 0; i < 20; ++i) {
        alice.clock_offset = days();
        bob.clock_offset = days();
        alice.say(bob, "question " + std::to_string(2 * i));
        world.run_for(5s);
        bob.say(alice, "answer " + std::to_string(2 * i + 1));
        world.run_for(5s);
    }
    world.run_for(1min);
    check_delivered(alice, bob, report);
    check_delivered(bob, alice, report);
    check_same_order(alice, bob, report);
    unsigned expected = 0;
    for (const auto& message : bob.history(alice)) {
        const auto wanted =
            (expected % 2 == 0 ? "question " : "answer ") + std::to_string(expected);
        if (message.text != wanted)
            report.violations.push_back("'" + message.text + "' where '" + wanted + "' belongs");
        ++expected;
    }
    if (alice.link_count() != 1) report.violations.emplace_back("a clock ended the link");
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
