#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// A laptop is closed and opened again and again, with a goodbye or without one: while it sleeps
/// nothing passes, and soon after it wakes everything has.
Report closed_lid(std::uint64_t seed) {
    World world{seed};
    auto& laptop = world.add_peer("laptop");
    auto& desk = world.add_peer("desk");
    Report report;
    world.run_until([&] { return laptop.knows(desk) && desk.knows(laptop); }, 1min);
    for (unsigned i = 0; i < 20; ++i) {
        world.run_for(20s);
        const bool is_announced = world.rolls(0.5);
        laptop.suspend(is_announced);
        world.run_for(300ms);
        if (is_announced && desk.link_count() != 0)
            report.violations.emplace_back("a link outlives an announced sleep");
        desk.say(laptop, "while you slept " + std::to_string(i));
        world.run_for(Duration{static_cast<Duration::rep>(world.below(25'000))});
        laptop.resume();
        laptop.say(desk, "awake " + std::to_string(i));
        const auto all_there = [&] {
            return laptop.texts_from(desk).size() == i + 1 &&
                   desk.texts_from(laptop).size() == i + 1;
        };
        if (!world.run_until(all_there, 5s))
            report.violations.push_back("after sleep " + std::to_string(i) +
                                        " messages took over five seconds");
    }
    world.run_for(1min);
    check_delivered(laptop, desk, report);
    check_delivered(desk, laptop, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
