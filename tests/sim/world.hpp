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
    /// One at the address of somebody else, behind another port. It is down.
    Peer& place_beside(const Peer& other, const std::string& name);
    void place_in(Peer& peer, std::uint32_t subnet);  ///< Before it starts.
    /// It has an interface in each of so many subnets.
    void bridge(Peer& peer, std::uint32_t subnets);
    /// It is in that subnet, at an address which somebody else may have had before.
    void move(Peer& peer, std::uint32_t subnet, bool is_seen);
    /// From where it went to where it was placed; nothing if it is there.
    void move_home(Peer& peer);
    /// Another computer with a copy of its disk, at an address of its own. It is down. After the
    /// last peer is placed.
    Peer& place_clone(const Peer& original);
    /// The same, and up.
    Peer& add_peer(const std::string& name);

    const std::vector<std::unique_ptr<Peer>>& peers() const { return peers_; }  ///< By number.
    /// They are no peers: nobody is to see them, and what they hold counts for nothing.
    const std::vector<std::unique_ptr<Peer>>& clones() const { return clones_; }
    /// Two run with its keys.
    bool is_doubled(NodeNumber node) const;

    Peer* find(const Endpoint& endpoint) const override;
    void announce(const Peer& who) override;
    void query(Peer& who) override;

    /// Multicast packets so far, each of which everybody on the segment has to look at.
    struct Multicast {
        std::uint64_t announcements = 0;
        std::uint64_t questions = 0;
        std::uint64_t answers = 0;
        std::uint64_t all() const { return announcements + questions + answers; }
    };
    const Multicast& multicast() const { return multicast_; }

private:
    struct Home {
        std::uint32_t subnet = 0;
        std::vector<Endpoint> endpoints;
    };

    /// What caches know of somebody.
    struct Shown {
        InstanceId instance;
        std::vector<Endpoint> endpoints;
        std::uint32_t subnet = 0;
        friend bool operator==(const Shown&, const Shown&) = default;
    };

    void sight(Peer& who, const Peer& about);
    void note_answer(const Peer& who);
    void keep_shown(const Peer& who);
    bool is_true(const Shown& shown) const;
    void recall(Peer& who);
    void settle(Peer& peer, Home place, bool is_seen);

    std::vector<std::unique_ptr<Peer>> peers_;
    std::vector<std::unique_ptr<Peer>> clones_;
    std::map<const Peer*, Home> homes_;  ///< Of those who are elsewhere.
    std::map<Endpoint, Peer*> listeners_;
    std::vector<Shown> shown_;   ///< Ever, the latest last.
    std::uint64_t packets_ = 0;  ///< Multicast, each for one who hears it.
    Multicast multicast_;
    std::map<NodeNumber, Moment> answered_;  ///< When last.
};

}  // namespace earshot::sim
