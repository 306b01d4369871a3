#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// An access point keeps two laptops apart; a third computer reaches both. It cannot tell at first
/// which network it is in, and so hides from strangers for a moment, in which it meets both.
Report seen_anew(std::uint64_t seed) {
    World world{seed};
    auto& ann = world.place_peer("ann");
    auto& ben = world.place_peer("ben");
    auto& cid = world.place_peer("cid");
    for (const auto* laptop : {&ann, &cid}) world.network.spot(laptop->number()).is_isolated = true;
    ben.set_hidden(true);
    ben.start();
    ann.start();
    cid.start();
    Report report;
    const Require require{world, report};
    require("the one in the middle knows both", 30s,
            [&] { return ben.knows(ann) && ben.knows(cid); });
    ben.set_hidden(false);
    require("the laptops know each other", 10s, [&] { return ann.knows(cid) && cid.knows(ann); });
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
