#include "core/base/limits.hpp"
#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr Duration soon = 5s;

/// What the firewall of the laptop lets through from now on.
void change_firewall(World& world, const Peer& laptop) {
    auto& spot = world.network.spot(laptop.number());
    spot.lets_in = world.rolls(0.5);
    spot.lets_out = !spot.lets_in;
}

}  // namespace

/// A laptop sleeps and wakes again and again, and never can both sides dial: either nothing comes
/// in there that was not asked for, multicast packets neither, or it cannot connect to anybody.
/// Soon after it wakes there is a link, and everything has passed, whoever of the two can dial.
Report one_sided(std::uint64_t seed) {
    World world{seed};
    auto& laptop = world.add_peer("laptop");
    auto& desk = world.add_peer("desk");
    Report report;
    world.run_until([&] { return laptop.knows(desk) && desk.knows(laptop); }, 1min);
    // Where strangers say they are nobody dials twice within limits::unproven_dial_interval.
    desk.say(laptop, "hello 0");
    laptop.say(desk, "hello 0");
    for (unsigned i = 0; i < 20; ++i) {
        world.run_for(20s);
        laptop.suspend(world.rolls(0.5));
        change_firewall(world, laptop);
        world.run_for(300ms);
        desk.say(laptop, "while you slept " + std::to_string(i + 1));
        world.run_for(Duration{static_cast<Duration::rep>(world.below(120'000))});
        laptop.resume();
        laptop.say(desk, "awake " + std::to_string(i + 1));
        const auto all_there = [&] {
            return laptop.link_count() > 0 && desk.link_count() > 0 &&
                   laptop.texts_from(desk).size() == i + 2 &&
                   desk.texts_from(laptop).size() == i + 2;
        };
        if (world.run_until(all_there, soon)) continue;
        const bool dials = world.network.spot(laptop.number()).lets_out;
        report.violations.push_back("after sleep " + std::to_string(i) +
                                    " it took too long, where only the " +
                                    (dials ? "laptop" : "desk") + " can dial");
    }
    world.run_for(1min);
    check_delivered(laptop, desk, report);
    check_delivered(desk, laptop, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
