#include "tests/sim/world.hpp"

#include <algorithm>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t port = 47700;
/// Answers on mDNS come spread over half a second, so that they do not collide (RFC 6762, 6).
constexpr Micros sighting_spread = 500ms;
/// Addresses from here on are lent to whoever comes, the lowest free one.
constexpr std::uint32_t first_lent = 0xFF00;
constexpr std::size_t cached_most = 256;
/// The same record is not multicast again within a second (RFC 6762, 6).
constexpr Micros answered_again_least = 1s;

Endpoint endpoint_in(std::uint32_t subnet, std::uint32_t host) {
    constexpr std::uint32_t first_subnet = 77;
    return {Address::v4({std::byte{10}, static_cast<std::byte>(first_subnet + subnet),
                         static_cast<std::byte>(host >> 8), static_cast<std::byte>(host & 0xFF)}),
            port};
}

}  // namespace

Peer& World::place_peer(const std::string& name) {
    const auto number = static_cast<NodeNumber>(peers_.size());
    peers_.push_back(std::make_unique<Peer>(*this, number, name, endpoint_in(0, number + 1)));
    listeners_[peers_.back()->endpoint()] = peers_.back().get();
    return *peers_.back();
}

Peer& World::place_beside(const Peer& other, const std::string& name) {
    auto& peer = place_peer(name);
    auto place = other.endpoint();
    while (listeners_.contains(place)) ++place.port;
    settle(peer, {network.spot(other.number()).subnet, {place}}, true);
    return peer;
}

Peer& World::place_clone(const Peer& original) {
    const auto number = static_cast<NodeNumber>(peers_.size() + clones_.size());
    const auto endpoint = endpoint_in(network.spot(original.number()).subnet, number + 1);
    clones_.push_back(std::make_unique<Peer>(*this, number, original, endpoint));
    network.spot(number).subnet = network.spot(original.number()).subnet;
    network.spot(number).is_wifi = network.spot(original.number()).is_wifi;
    listeners_[endpoint] = clones_.back().get();
    return *clones_.back();
}

bool World::is_doubled(NodeNumber node) const {
    return std::ranges::any_of(clones_, [&](const auto& clone) {
        return clone->is_up() && clone->device() == peers_[node]->device();
    });
}

// Addresses

void World::place_in(Peer& peer, std::uint32_t subnet) {
    settle(peer, {subnet, {endpoint_in(subnet, peer.number() + 1)}}, true);
}

void World::bridge(Peer& peer, std::uint32_t subnets) {
    Home place{network.spot(peer.number()).subnet, {}};
    for (std::uint32_t subnet = 0; subnet < subnets; ++subnet)
        place.endpoints.push_back(endpoint_in(subnet, peer.number() + 1));
    network.spot(peer.number()).is_bridge = true;
    settle(peer, std::move(place), true);
}

void World::move(Peer& peer, std::uint32_t subnet, bool is_seen) {
    homes_.try_emplace(&peer, Home{network.spot(peer.number()).subnet, peer.endpoints()});
    auto host = first_lent;
    while (listeners_.contains(endpoint_in(subnet, host))) ++host;
    settle(peer, {subnet, {endpoint_in(subnet, host)}}, is_seen);
}

void World::move_home(Peer& peer) {
    if (auto home = homes_.extract(&peer)) settle(peer, std::move(home.mapped()), true);
}

void World::settle(Peer& peer, Home place, bool is_seen) {
    for (const auto& endpoint : peer.endpoints()) listeners_.erase(endpoint);
    for (const auto& endpoint : place.endpoints) listeners_[endpoint] = &peer;
    network.spot(peer.number()).subnet = place.subnet;
    peer.move_to(std::move(place.endpoints), is_seen);
}

Peer& World::add_peer(const std::string& name) {
    auto& peer = place_peer(name);
    peer.start();
    return peer;
}

Peer* World::find(const Endpoint& endpoint) const {
    const auto found = listeners_.find(endpoint);
    return found == listeners_.end() ? nullptr : found->second;
}

// Multicast

void World::announce(const Peer& who) {
    keep_shown(who);
    ++multicast_.announcements;
    for (const auto* const all : {&peers_, &clones_})
        for (const auto& other : *all)
            if (other.get() != &who && other->is_browsing()) sight(*other, who);
}

void World::query(Peer& who) {
    ++multicast_.questions;
    for (const auto* const all : {&peers_, &clones_})
        for (const auto& other : *all)
            if (other.get() != &who && other->is_advertising()) {
                note_answer(*other);
                sight(who, *other);
            }
    if (network.multicast_stale > 0) recall(who);
}

/// One packet answers all who asked within the same second.
void World::note_answer(const Peer& who) {
    auto& last = answered_.try_emplace(who.number(), Moment::min()).first->second;
    if (last != Moment::min() && now() - last < answered_again_least) return;
    last = now();
    ++multicast_.answers;
}

void World::keep_shown(const Peer& who) {
    Shown shown{who.instance(), who.endpoints(), network.spot(who.number()).subnet};
    if (std::ranges::find(shown_, shown) != shown_.end()) return;
    if (shown_.size() >= cached_most) shown_.erase(shown_.begin());
    shown_.push_back(std::move(shown));
}

bool World::is_true(const Shown& shown) const {
    const auto* const peer = find(shown.endpoints.front());
    return peer != nullptr && peer->is_up() && peer->instance() == shown.instance;
}

/// Its cache answers as well, with who is no more, or no more there.
void World::recall(Peer& who) {
    const auto& spot = network.spot(who.number());
    for (const auto& shown : shown_) {
        if (!spot.is_bridge && spot.subnet != shown.subnet) continue;
        if (is_true(shown)) continue;
        Chance chance{seed(), "stale", {who.number(), packets_++}};
        if (!chance.rolls(network.multicast_stale)) continue;
        after(chance.up_to(sighting_spread),
              [&who, shown] { who.on_sighted(shown.instance, shown.endpoints); });
    }
}

void World::sight(Peer& who, const Peer& about) {
    if (!network.share_subnet(about.number(), who.number())) return;
    if (!network.passes(about.number(), who.number())) return;
    if (!network.spot(who.number()).lets_in) return;
    if (network.clear_at(about.number(), who.number()) > now()) return;
    Chance chance{seed(), "multicast", {who.number(), about.number(), packets_++}};
    if (chance.rolls(network.multicast_loss)) return;
    const auto come = [&] {
        // One after the other: of two operands compilers draw either first.
        auto wait = network.delay(about.number(), who.number(), chance);
        wait += chance.up_to(sighting_spread);
        after(wait, [&who, instance = about.instance(), endpoints = about.endpoints()] {
            who.on_sighted(instance, endpoints);
        });
    };
    come();
    if (chance.rolls(network.multicast_twice)) come();
}

}  // namespace earshot::sim
