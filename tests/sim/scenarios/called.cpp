#include <algorithm>

#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr unsigned crowd = 12;  ///< So many that not everybody keeps a link with everybody.

}  // namespace

/// A firewall lets nobody in to one of a dozen, who joins through a seed. Now and then somebody
/// writes to her, mostly without a link with her, and she has it soon: neighbours call her, or
/// carry a link.
Report called(std::uint64_t seed) {
    World world{seed};
    std::vector<Peer*> others;
    for (unsigned i = 1; i < crowd; ++i)
        others.push_back(&world.add_peer("desk " + std::to_string(i)));
    auto& carol = world.place_peer("carol");
    world.network.spot(carol.number()).lets_in = false;
    carol.seeds = {others.front()->endpoint()};
    carol.start();
    Report report;
    const Require require{world, report};
    require("they know one another", 2min, [&] {
        return std::ranges::all_of(
            others, [&](const auto* each) { return each->knows(carol) && carol.knows(*each); });
    });
    for (auto* const other : others) {
        carol.accept(*other);
        other->accept(carol);
    }
    world.run_for(1min);
    for (unsigned round = 1; round <= 3; ++round) {
        for (auto* const other : others) {
            world.run_for(Duration{static_cast<Duration::rep>(world.below(60'000))});
            other->say(carol, "come here " + std::to_string(round));
            const auto is_delivered = [&] {
                return other->said.size() == round && other->waiting() == 0;
            };
            require("she has it within twenty seconds", 20s, is_delivered);
        }
    }
    for (auto* const other : others) check_delivered(*other, carol, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
