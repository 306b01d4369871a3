#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

bool has_state(Peer& author, const Peer& to, store::MessageState state) {
    const auto all = author.history(to);
    return !all.empty() && all.back().state == state;
}

}  // namespace

/// Three who know one another. Ann writes to Cid, who is off, and goes off herself; Cid comes, and
/// has it from Ben; when Ann comes again and Cid is off, she sees that it arrived. Ben may crash.
Report passed_on(std::uint64_t seed) {
    World world{seed};
    auto& ann = world.add_peer("ann");
    auto& ben = world.add_peer("ben");
    auto& cid = world.add_peer("cid");
    Report report;
    const Require require{world, report};
    befriend(world, require, {&ann, &ben, &cid});

    cid.stop();
    world.run_for(10s);
    ann.say(cid, "while you are away 2");
    require("Ben carries it", 1min,
            [&] { return has_state(ann, cid, store::MessageState::carried); });
    ann.stop();
    if (world.rolls(0.5)) {
        ben.crash(world.rolls(0.5));
        world.run_for(5s);
        ben.start();
    }
    world.run_for(1h);
    if (held_by(ben) != 1) report.violations.emplace_back("Ben does not hold it");

    cid.start();
    require("Cid has it, though Ann is off", 2min, [&] { return cid.texts_from(ann).size() == 2; });
    require("Ben keeps no copy", 1min, [&] { return held_by(ben) == 0; });
    cid.stop();
    world.run_for(1min);

    ann.start();
    require("Ann sees that it arrived, though Cid is off", 2min,
            [&] { return has_state(ann, cid, store::MessageState::delivered); });
    if (ann.waiting() > 0) report.violations.emplace_back("something waits still");
    cid.start();
    world.run_for(1min);
    check_delivered(ann, cid, report);
    check_same_order(ann, cid, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
