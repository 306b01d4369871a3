#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/peer.hpp"
#include "tests/sim/universe.hpp"

/// A network of whole peers in virtual time: the real engine and its turns, over simulated disks,
/// clocks and wires.
namespace earshot::sim {

class World final : public Universe {
public:
    explicit World(std::uint64_t number, Seam cut_at = Seam::bytes,
                   const crypto::Signatures& with = crypto::ed25519)
        : Universe(number, cut_at, with) {}

    /// A peer called `name` at an address of its own. It is down.
    Peer& place_peer(const std::string& name);
    /// The same, and up.
    Peer& add_peer(const std::string& name);

    const std::vector<std::unique_ptr<Peer>>& peers() const { return peers_; }  ///< By number.

    Peer* find(const Endpoint& endpoint) const override;
    void announce(const Peer& who) override;
    void query(Peer& who) override;

private:
    void sight(Peer& who, const Peer& about);

    std::vector<std::unique_ptr<Peer>> peers_;
    std::map<Endpoint, Peer*> listeners_;
    std::uint64_t packets_ = 0;  ///< Multicast so far.
};

}  // namespace earshot::sim
