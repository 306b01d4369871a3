#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "core/gossip/presence.hpp"
#include "tests/sim/world.hpp"

/// The overlay of a whole network as only the simulator can see it.
namespace earshot::sim {

class Mesh {
public:
    explicit Mesh(const World& world);

    std::set<NodeNumber> neighbours(NodeNumber node) const;
    /// How many of these are in one piece with the first; only paths among them count.
    std::size_t largest_with_first(const std::vector<NodeNumber>& nodes) const;

private:
    const World& world_;  // Outlives us.
    std::map<gossip::Sid, NodeNumber> numbers_;
};

/// Null while it has no engine.
const gossip::Gossip* gossip_of(const World& world, NodeNumber node);

/// It runs, awake, with a store that works, and could be heard.
bool is_well(const World& world, NodeNumber node);

}  // namespace earshot::sim
