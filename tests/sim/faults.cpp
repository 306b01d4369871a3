#include "tests/sim/faults.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr Micros cable = 300us;
/// Whoever roams may come to one where nobody else is.
constexpr std::uint32_t subnets_roamed = 3;

std::uint32_t island_of(std::size_t fault) { return static_cast<std::uint32_t>(fault) + 1; }

Micros seconds(double amount) { return Micros{static_cast<Micros::rep>(amount * 1e6)}; }

bool is_island(FaultKind kind) {
    return kind == FaultKind::island || kind == FaultKind::mute || kind == FaultKind::deaf;
}

}  // namespace

void FaultDriver::schedule() {
    world_.network.latency_min = std::max(cable, Micros{plan_.latency_min});
    world_.network.latency_max = std::max(cable, Micros{plan_.latency_max});
    for (std::size_t i = 0; i < plan_.faults.size(); ++i) {
        world_.at(Moment{plan_.faults[i].at}, [this, i] { begin(i); });
        world_.at(Moment{plan_.faults[i].at + plan_.faults[i].lasts}, [this, i] { end(i); });
    }
    world_.at(Moment{plan_.heals_at}, [this] { heal(); });
}

void FaultDriver::begin(std::size_t index) {
    const auto& fault = plan_.faults[index];
    const bool is_over = touches_core(fault) || fault.kind == FaultKind::clone;
    if (world_.now() >= Moment{plan_.heals_at} && is_over) return;
    active_.insert(index);
    apply_to_all(fault, fault.amount);
    if (fault.kind == FaultKind::storm) storm(index);
    for (const auto node : fault.nodes)
        if (plan_.nodes[node].is_there) begin_at(index, *world_.peers()[node]);
}

/// Answers are for whoever asks, and nothing to those who do not look around.
void FaultDriver::storm(std::size_t index) {
    if (!active_.contains(index)) return;
    for (const auto& peer : world_.peers())
        if (peer->is_browsing()) world_.query(*peer);
    world_.after(seconds(1 / plan_.faults[index].amount), [this, index] { storm(index); });
}

void FaultDriver::end(std::size_t index) {
    if (active_.erase(index) == 0) return;
    const auto& fault = plan_.faults[index];
    apply_to_all(fault, 0);
    for (const auto node : fault.nodes)
        if (plan_.nodes[node].is_there) end_at(index, *world_.peers()[node]);
}

void FaultDriver::heal() {
    const auto active = active_;
    for (const auto index : active)
        if (touches_core(plan_.faults[index]) || plan_.faults[index].kind == FaultKind::clone)
            end(index);
}

bool FaultDriver::touches_core(const Fault& fault) const {
    return fault.nodes.empty() || std::ranges::any_of(fault.nodes, [&](const NodeNumber node) {
               return plan_.nodes[node].is_in_core;
           });
}

void FaultDriver::begin_at(std::size_t index, Peer& peer) {
    const auto& fault = plan_.faults[index];
    auto& spot = world_.network.spot(peer.number());
    ++holds_[{fault.kind, peer.number()}];
    switch (fault.kind) {
        case FaultKind::gap:
            spot.silent_until = std::max(spot.silent_until, world_.now() + fault.lasts);
            return;
        case FaultKind::sleep: return peer.suspend(false);
        case FaultKind::nap: return peer.suspend(true);
        case FaultKind::crash: return peer.crash();
        case FaultKind::power_cut: return peer.crash(true);
        case FaultKind::unplug: spot.is_plugged = false; return peer.on_network_changed();
        case FaultKind::island: return cut_off(index, spot, {.is_mute = true, .is_deaf = true});
        case FaultKind::mute: return cut_off(index, spot, {.is_mute = true, .is_deaf = false});
        case FaultKind::deaf: return cut_off(index, spot, {.is_mute = false, .is_deaf = true});
        case FaultKind::isolation: spot.is_isolated = true; return;
        case FaultKind::clock:
            peer.clock_offset = std::chrono::floor<Duration>(seconds(fault.amount));
            return;
        case FaultKind::full_disk: return peer.disk.fail_all_writes(ErrorKind::no_space);
        case FaultKind::roam:
            return world_.move(peer, other_subnet(fault, peer.number()), fault.amount < 0);
        case FaultKind::drift: return peer.set_drift(static_cast<int>(std::lround(fault.amount)));
        case FaultKind::restore:
            copies_[{index, peer.number()}] = std::make_unique<store::MemoryStore>();
            return copies_[{index, peer.number()}]->copy_from(peer.disk);
        case FaultKind::clone: return begin_clone(index, peer);
        case FaultKind::half_close:
            return peer.half_close(std::abs(fault.amount), fault.amount < 0);
        case FaultKind::half_dead: return peer.half_die(std::abs(fault.amount), fault.amount < 0);
        default: return;
    }
}

std::uint32_t FaultDriver::other_subnet(const Fault& fault, NodeNumber node) const {
    const auto further = static_cast<std::uint32_t>(std::max(1.0, std::abs(fault.amount))) - 1;
    return (plan_.nodes[node].subnet + further) % subnets_roamed;
}

void FaultDriver::begin_clone(std::size_t index, const Peer& peer) {
    auto& clone = world_.place_clone(peer);
    clones_[{index, peer.number()}] = &clone;
    clone.start();
}

void FaultDriver::end_clone(std::size_t index, const Peer& peer) {
    if (auto clone = clones_.extract({index, peer.number()})) clone.mapped()->crash(true);
}

void FaultDriver::cut_off(std::size_t index, Spot& spot, Cut cut) {
    spot.island = island_of(index);
    world_.network.cut_off(spot.island, cut);
}

std::uint32_t FaultDriver::island_holding(NodeNumber node) const {
    std::uint32_t island = 0;
    for (const auto index : active_) {
        const auto& fault = plan_.faults[index];
        if (is_island(fault.kind) && std::ranges::find(fault.nodes, node) != fault.nodes.end())
            island = island_of(index);
    }
    return island;
}

void FaultDriver::end_at(std::size_t index, Peer& peer) {
    const auto& fault = plan_.faults[index];
    const auto number = peer.number();
    auto& spot = world_.network.spot(number);
    spot.island = island_holding(number);
    if (fault.kind == FaultKind::clone) return end_clone(index, peer);
    if (--holds_[{fault.kind, number}] > 0) return;
    switch (fault.kind) {
        case FaultKind::sleep:
        case FaultKind::nap:
            if (!is_asleep(number)) peer.resume();
            return;
        case FaultKind::crash:
        case FaultKind::power_cut:
            if (!is_down(number)) peer.start();
            return;
        case FaultKind::unplug: spot.is_plugged = true; return peer.on_network_changed();
        case FaultKind::isolation: spot.is_isolated = false; return;
        case FaultKind::clock: peer.clock_offset = {}; return;
        case FaultKind::full_disk: return peer.disk.heal();
        case FaultKind::roam: return world_.move_home(peer);
        case FaultKind::drift: return peer.set_drift(0);
        case FaultKind::restore: return peer.put_back(*copies_.at({index, number}));
        default: return;
    }
}

bool FaultDriver::is_held(FaultKind kind, NodeNumber node) const {
    const auto found = holds_.find({kind, node});
    return found != holds_.end() && found->second > 0;
}

bool FaultDriver::is_asleep(NodeNumber node) const {
    return is_held(FaultKind::sleep, node) || is_held(FaultKind::nap, node);
}

bool FaultDriver::is_down(NodeNumber node) const {
    return is_held(FaultKind::crash, node) || is_held(FaultKind::power_cut, node);
}

void FaultDriver::apply_to_all(const Fault& fault, double amount) {
    switch (fault.kind) {
        case FaultKind::loss: world_.faults.loss = amount; return;
        case FaultKind::cuts: world_.faults.cut = amount; return;
        case FaultKind::slowness:
            world_.network.latency_max =
                std::max({cable, Micros{plan_.latency_max}, seconds(amount)});
            return;
        case FaultKind::mdns_loss: world_.network.multicast_loss = amount; return;
        case FaultKind::mdns_twice: world_.network.multicast_twice = amount; return;
        case FaultKind::bad_disk: world_.faults.failed_commit = amount; return;
        case FaultKind::early: world_.faults.early_turn = amount; return;
        case FaultKind::late: world_.faults.late_turn = seconds(amount); return;
        case FaultKind::thin: world_.faults.bandwidth = amount * 1e6; return;
        case FaultKind::crashes: world_.faults.crash_in_turn = amount; return;
        case FaultKind::stale: world_.network.multicast_stale = amount; return;
        case FaultKind::trims: world_.faults.trim = amount; return;
        case FaultKind::lost_news: world_.faults.lost_news = amount; return;
        case FaultKind::misses: world_.faults.miss = amount; return;
        case FaultKind::compared: world_.faults.compared = amount; return;
        case FaultKind::tight: world_.faults.output_bytes_max = amount * 1e6; return;
        default: return;
    }
}

}  // namespace earshot::sim
