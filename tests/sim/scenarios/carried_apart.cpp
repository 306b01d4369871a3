#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// An access point keeps three laptops apart whose owners know one another; Ben on a cable reaches
/// them all, and knows none. What Ann writes to Dan, who is off, lies with Cid and comes from there
/// when Ann is off, each time through Ben.
Report carried_apart(std::uint64_t seed) {
    World world{seed};
    auto& ann = world.add_peer("ann");
    auto& cid = world.add_peer("cid");
    auto& dan = world.add_peer("dan");
    auto& ben = world.add_peer("ben");
    const std::vector<Peer*> laptops{&ann, &cid, &dan};
    Report report;
    const Require require{world, report};

    require("they know one another", 2min, [&] { return know_one_another(laptops); });
    for (auto* const one : laptops)
        for (auto* const other : laptops)
            if (one != other) one->accept(*other);
    world.run_for(10s);

    for (const auto* laptop : laptops) world.network.spot(laptop->number()).is_isolated = true;
    dan.stop();
    world.run_for(1min);
    ann.say(dan, "while you are away 1");
    require("Cid carries it", 3min, [&] { return held_by(cid) == 1; });
    require("Ann knows", 1min,
            [&] { return ann.history(dan).back().state == store::MessageState::carried; });
    if (held_by(ben) != 0)
        report.violations.emplace_back("Ben carries for people he does not know");

    ann.stop();
    world.run_for(Duration{static_cast<Duration::rep>(world.below(600'000))});
    dan.start();
    require("Dan has it, though Ann is off", 4min, [&] { return dan.texts_from(ann).size() == 1; });
    require("Cid keeps no copy", 1min, [&] { return held_by(cid) == 0; });
    dan.stop();
    world.run_for(1min);
    ann.start();
    require("Ann sees that it arrived, though Dan is off", 4min,
            [&] { return ann.history(dan).back().state == store::MessageState::delivered; });
    check_delivered(ann, dan, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
