#include "tests/sim/lost_disks.hpp"

#include <algorithm>

namespace earshot::sim {
namespace {

template <class Holds>
bool any_holds(const World& world, const Peer& peer, Holds holds) {
    return std::ranges::any_of(peer.disks_before(),
                               [&](const auto& disk) { return holds(disk->stores()); }) ||
           std::ranges::any_of(world.clones(), [&](const auto& clone) {
               return clone->device() == peer.device() && holds(clone->disk.stores());
           });
}

}  // namespace

bool is_lost(const World& world, const Peer& peer, const MessageId& message) {
    return any_holds(world, peer, [&](store::Stores stores) {
        const auto found = stores.messages.find_message(message);
        return found && found->has_value();
    });
}

bool is_lost(const World& world, const Peer& peer, const EnvelopeId& envelope) {
    const auto among = [&](const auto& rows) {
        return rows &&
               std::ranges::any_of(*rows, [&](const auto& row) { return row.id == envelope; });
    };
    return any_holds(world, peer, [&](store::Stores stores) {
        return among(stores.envelopes.held.held()) || among(stores.envelopes.held.purged());
    });
}

std::size_t lost_disks(const World& world, const Peer& peer) {
    const auto clones = std::ranges::count_if(
        world.clones(), [&](const auto& clone) { return clone->device() == peer.device(); });
    return peer.disks_before().size() + static_cast<std::size_t>(clones);
}

}  // namespace earshot::sim
