#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/sim/peer.hpp"
#include "tests/sim/universe.hpp"

/// A network of whole peers in virtual time: the real engine, links, cryptography and turns over
/// simulated wires, disks and clocks.
namespace earshot::sim {

class World final : public Universe {
public:
    explicit World(std::uint64_t seed) : Universe(seed) {}

    /// A peer that is up, called `name`, at an address of its own.
    Peer& add_peer(const std::string& name);

    Peer* find(const Endpoint& endpoint) override;
    void sight(Peer& peer) override;

private:
    std::vector<std::unique_ptr<Peer>> peers_;
};

}  // namespace earshot::sim
