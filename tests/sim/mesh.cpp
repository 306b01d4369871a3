#include "tests/sim/mesh.hpp"

namespace earshot::sim {

Mesh::Mesh(const World& world) : world_(world) {
    for (const auto& peer : world.peers())
        numbers_[gossip::sid_of(peer->device())] = peer->number();
}

std::set<NodeNumber> Mesh::neighbours(NodeNumber node) const {
    std::set<NodeNumber> result;
    const auto* const gossip = gossip_of(world_, node);
    if (gossip == nullptr) return result;
    for (const auto& [link, view] : gossip->links().all())
        if (gossip->is_neighbour(link)) result.insert(numbers_.at(view.sid));
    return result;
}

std::size_t Mesh::largest_with_first(const std::vector<NodeNumber>& nodes) const {
    if (nodes.empty()) return 0;
    const std::set<NodeNumber> all(nodes.begin(), nodes.end());
    std::set<NodeNumber> reached{nodes.front()};
    std::vector<NodeNumber> open{nodes.front()};
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        for (const auto next : neighbours(node))
            if (all.contains(next) && reached.insert(next).second) open.push_back(next);
    }
    return reached.size();
}

const gossip::Gossip* gossip_of(const World& world, NodeNumber node) {
    const auto* const engine = world.peers()[node]->engine();
    return engine == nullptr ? nullptr : &engine->gossip();
}

bool is_well(const World& world, NodeNumber node) {
    const auto& peer = *world.peers()[node];
    const auto& spot = world.network.spot(node);
    return peer.engine() != nullptr && !peer.is_asleep() && spot.is_plugged && spot.is_powered;
}

}  // namespace earshot::sim
