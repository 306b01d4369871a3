#include "tests/sim/world.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t port = 47700;
/// Answers on mDNS come spread over half a second, so that they do not collide (RFC 6762, 6).
constexpr Micros sighting_spread = 500ms;

}  // namespace

Peer& World::place_peer(const std::string& name) {
    const auto number = static_cast<NodeNumber>(peers_.size());
    const auto host = number + 1;
    const auto address =
        Address::v4({std::byte{10}, std::byte{77}, static_cast<std::byte>(host >> 8),
                     static_cast<std::byte>(host & 0xFF)});
    peers_.push_back(std::make_unique<Peer>(*this, number, name, Endpoint{address, port}));
    listeners_[peers_.back()->endpoint()] = peers_.back().get();
    return *peers_.back();
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

void World::announce(const Peer& who) {
    for (const auto& other : peers_)
        if (other.get() != &who && other->is_browsing()) sight(*other, who);
}

void World::query(Peer& who) {
    for (const auto& other : peers_)
        if (other.get() != &who && other->is_advertising()) sight(who, *other);
}

void World::sight(Peer& who, const Peer& about) {
    if (!network.passes(about.number(), who.number())) return;
    if (network.clear_at(about.number(), who.number()) > now()) return;
    Chance chance{seed(), "multicast", {who.number(), about.number(), packets_++}};
    if (chance.rolls(network.multicast_loss)) return;
    // One after the other: of two operands compilers draw either first.
    auto wait = network.delay(about.number(), who.number(), chance);
    wait += chance.up_to(sighting_spread);
    after(wait, [&who, instance = about.instance(), endpoint = about.endpoint()] {
        who.on_sighted(instance, endpoint);
    });
}

}  // namespace earshot::sim
