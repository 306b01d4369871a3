#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// A quiet day: links grow old and are replaced, a message goes through at any time.
Report long_links(std::uint64_t seed) {
    World world{seed};
    auto& alice = world.add_peer("alice");
    auto& bob = world.add_peer("bob");
    Report report;
    world.run_until([&] { return alice.knows(bob) && bob.knows(alice); }, 1min);
    for (unsigned i = 0; i < 48; ++i) {
        alice.say(bob, "from alice " + std::to_string(i));
        if (!world.run_until([&] { return bob.texts_from(alice).size() == i + 1; }, 3s))
            report.violations.push_back("message " + std::to_string(i) +
                                        " took over three seconds");
        world.run_for(Duration{static_cast<Duration::rep>(world.below(3'600'000))});
    }
    check_delivered(alice, bob, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
