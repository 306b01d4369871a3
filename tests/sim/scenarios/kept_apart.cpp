#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

void say_both_ways(Peer& one, Peer& other, unsigned number) {
    one.say(other, "there " + std::to_string(number));
    other.say(one, "back " + std::to_string(number));
}

}  // namespace

/// An access point keeps two laptops apart; two computers on cables reach both. What the laptops
/// write to each other goes through one of them, then, when it dies, through the other, and at last
/// directly again.
Report kept_apart(std::uint64_t seed) {
    World world{seed};
    auto& ann = world.place_peer("ann");
    auto& ben = world.add_peer("ben");
    auto& dot = world.add_peer("dot");
    auto& cid = world.place_peer("cid");
    for (const auto* laptop : {&ann, &cid}) {
        world.network.spot(laptop->number()).is_wifi = true;
        world.network.spot(laptop->number()).is_isolated = true;
    }
    ann.start();
    cid.start();
    Report report;
    const Require require{world, report};
    const auto have_arrived = [&](unsigned count) {
        return [&, count] {
            return ann.said.size() == count && cid.said.size() == count &&
                   ann.waiting() + cid.waiting() == 0;
        };
    };
    const auto middle = [&] {
        return ann.engine() == nullptr ? std::nullopt : ann.engine()->through(cid.person());
    };

    require("the laptops know each other", 2min, [&] { return ann.knows(cid) && cid.knows(ann); });
    say_both_ways(ann, cid, 1);
    require("a message goes through somebody within half a minute", 30s, have_arrived(1));
    if (!middle()) report.violations.push_back("nobody is in the middle");
    say_both_ways(ann, cid, 2);
    require("the next ones go at once", 1s, have_arrived(2));

    auto& first = middle() == ben.person() ? ben : dot;
    first.crash(world.rolls(0.5));
    say_both_ways(ann, cid, 3);
    require("another one takes over within a minute", 1min, have_arrived(3));
    if (middle() == first.person()) report.violations.push_back("the dead one carries on");

    first.start();
    world.network.spot(ann.number()).is_isolated = false;
    require("a direct link takes the place of the other", 3min,
            [&] { return !middle() && ann.engine()->is_linked(cid.person()); });
    say_both_ways(ann, cid, 4);
    require("and carries what is written", 1s, have_arrived(4));
    check_delivered(ann, cid, report);
    check_delivered(cid, ann, report);
    check_same_order(ann, cid, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
