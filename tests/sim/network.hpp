#pragma once

#include <cstdint>
#include <vector>

#include "tests/sim/chance.hpp"
#include "tests/sim/moment.hpp"

/// What lies between computers: cables, radio, access points, and what is wrong with them just now.
/// It delays and blocks; it never tells anybody.
namespace earshot::sim {

using NodeNumber = std::uint32_t;

/// Where a computer stands in the network.
struct Spot {
    bool is_wifi = false;
    bool is_isolated = false;  ///< Its access point keeps its clients apart.
    bool is_plugged = true;
    bool is_powered = true;
    bool is_awake = true;
    std::uint32_t island = 0;
    std::uint32_t subnet = 0;
    bool is_bridge = false;  ///< It has an interface in every subnet.
    Moment silent_until{};   ///< Its radio hears and says nothing until then.
    /// A firewall there lets connections and multicast packets in, and connections out.
    bool lets_in = true;
    bool lets_out = true;
};

/// What an island cannot do. Without a way back TCP carries nothing either way for long.
struct Cut {
    bool is_mute = false;
    bool is_deaf = false;
};

class Network {
public:
    /// Of a packet from cable to cable.
    Micros latency_min{1000};
    Micros latency_max{20'000};
    /// Per receiver of a multicast packet, which nobody sends again.
    double multicast_loss = 0;
    double multicast_twice = 0;  ///< So many come again.
    double multicast_stale = 0;  ///< Of what is no more so much is told, per question.
    bool is_routed = true;       ///< From one subnet to another; multicast packets never are.

    /// Adds spots as needed.
    Spot& spot(NodeNumber node);
    const Spot& spot(NodeNumber node) const { return spots_[node]; }

    /// Whether a packet that is sent now comes through, were it not for the radio.
    bool passes(NodeNumber from, NodeNumber to) const;
    bool is_joined(NodeNumber one, NodeNumber other) const {
        return passes(one, other) && passes(other, one);
    }
    bool share_subnet(NodeNumber one, NodeNumber other) const;
    /// Whether no firewall keeps one from connecting to the other. What is connected stays so.
    bool lets_connect(NodeNumber from, NodeNumber to) const {
        return spots_[from].lets_out && spots_[to].lets_in;
    }
    /// When both radios work again; the past when they do.
    Moment clear_at(NodeNumber from, NodeNumber to) const;
    Micros delay(NodeNumber from, NodeNumber to, Chance& chance) const;

    /// Islands are numbered from 1; 0 is the mainland, where everybody is at first.
    void cut_off(std::uint32_t island, Cut cut);
    void heal();  ///< One mainland, everything plugged in. Radios go on having gaps.

private:
    std::vector<Spot> spots_;
    std::vector<Cut> cuts_{{}};  ///< By island.
};

}  // namespace earshot::sim
