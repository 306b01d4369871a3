#include "tests/sim/network.hpp"

#include <algorithm>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// A hop over the air: one and a half milliseconds, and a tail that ends at ten.
constexpr Micros wifi_hop_min = 1500us;
constexpr Micros wifi_hop_tail_mean = 2500us;
constexpr Micros wifi_hop_max = 10ms;

Micros wifi_hop(Chance& chance) {
    return std::min(wifi_hop_max, wifi_hop_min + chance.exponential(wifi_hop_tail_mean));
}

}  // namespace

Spot& Network::spot(NodeNumber node) {
    if (node >= spots_.size()) spots_.resize(node + 1);
    return spots_[node];
}

bool Network::passes(NodeNumber from, NodeNumber to) const {
    const auto& source = spots_[from];
    const auto& target = spots_[to];
    if (!source.is_plugged || !target.is_plugged || !target.is_powered || !target.is_awake)
        return false;
    if (source.is_isolated && target.is_isolated) return false;
    if (!is_routed && !share_subnet(from, to)) return false;
    return source.island == target.island ||
           !(cuts_[source.island].is_mute || cuts_[target.island].is_deaf);
}

bool Network::share_subnet(NodeNumber one, NodeNumber other) const {
    const auto& spot = spots_[one];
    const auto& there = spots_[other];
    return spot.subnet == there.subnet || spot.is_bridge || there.is_bridge;
}

Moment Network::clear_at(NodeNumber from, NodeNumber to) const {
    return std::max(spots_[from].silent_until, spots_[to].silent_until);
}

Micros Network::delay(NodeNumber from, NodeNumber to, Chance& chance) const {
    auto delay = chance.between(latency_min, latency_max);
    if (spots_[from].is_wifi) delay += wifi_hop(chance);
    if (spots_[to].is_wifi) delay += wifi_hop(chance);
    return delay;
}

void Network::cut_off(std::uint32_t island, Cut cut) {
    if (island >= cuts_.size()) cuts_.resize(island + 1);
    cuts_[island] = cut;
}

void Network::heal() {
    for (auto& spot : spots_) {
        spot.island = 0;
        spot.is_plugged = true;
        spot.is_isolated = false;
    }
}

}  // namespace earshot::sim
