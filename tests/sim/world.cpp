#include "tests/sim/world.hpp"

#include <algorithm>

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration sighting_spread = 500ms;
constexpr std::uint16_t port = 47700;

}  // namespace

Peer& World::add_peer(const std::string& name) {
    const auto number = static_cast<unsigned>(peers_.size() + 1);
    const auto address =
        Address::v4({std::byte{10}, std::byte{77}, static_cast<std::byte>(number >> 8),
                     static_cast<std::byte>(number)});
    peers_.push_back(
        std::make_unique<Peer>(*this, name, Endpoint{address, port}, below(UINT64_MAX)));
    peers_.back()->start();
    return *peers_.back();
}

Peer* World::find(const Endpoint& endpoint) {
    const auto found = std::ranges::find_if(
        peers_, [&](const auto& peer) { return peer->endpoint() == endpoint; });
    return found == peers_.end() ? nullptr : found->get();
}

void World::sight(Peer& peer) {
    for (const auto& other : peers_) {
        if (other.get() == &peer || !other->is_up()) continue;
        const auto tell = [this](Peer& who, const Peer& about) {
            after(latency() + Duration{static_cast<Duration::rep>(
                                  below(static_cast<std::uint64_t>(sighting_spread.count())))},
                  [this, &who, &about, instance = about.instance()] {
                      const bool current = about.is_up() && about.instance() == instance;
                      if (who.is_up() && current && !are_separate(who, about))
                          who.on_sighted(instance, about.endpoint());
                  });
        };
        tell(peer, *other);
        tell(*other, peer);
    }
}

}  // namespace earshot::sim
