#include <algorithm>
#include <vector>

#include "tests/sim/calm.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/mesh.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// After trouble of its own somebody may be seen wrongly, or see others wrongly, for so long.
constexpr Duration aftermath = 120s;

class NoFalseOffline final : public Invariant {
public:
    explicit NoFalseOffline(const Plan& plan) : calm_(plan) {
        for (NodeNumber node = 0; node < plan.nodes.size(); ++node)
            if (plan.nodes[node].is_bridge) bridges_.push_back(node);
    }

    void on_second(const World& world, Violations& violations) override {
        if (!calm_.is_fair_weather(aftermath, world.now())) return;
        std::vector<NodeNumber> well;
        for (const auto& peer : world.peers())
            if (is_well(world, peer->number()) &&
                calm_.is_calm(peer->number(), aftermath, world.now()))
                well.push_back(peer->number());
        const bool are_bridges_well = std::ranges::includes(well, bridges_);
        for (const auto node : well)
            for (const auto other : well)
                if (are_bridges_well || world.network.is_joined(node, other))
                    check(world, node, other, violations);
    }

private:
    static void check(const World& world, NodeNumber node, NodeNumber other,
                      Violations& violations) {
        const auto& peer = *world.peers()[node];
        const auto& subject = *world.peers()[other];
        const auto* const entry = peer.engine()->gossip().table().find(subject.device());
        if (entry != nullptr && entry->gone_since)
            violations.add("F1",
                           peer.name() + " believes " + subject.name() +
                               " gone, and nothing is wrong with either",
                           world.now());
    }

    Calm calm_;
    std::vector<NodeNumber> bridges_;  ///< All that joins subnets, where nothing is routed.
};

}  // namespace

std::unique_ptr<Invariant> no_false_offline(const Plan& plan) {
    return std::make_unique<NoFalseOffline>(plan);
}

}  // namespace earshot::sim
