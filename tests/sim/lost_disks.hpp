#pragma once

#include "tests/sim/world.hpp"

/// What lies on disks that a computer has not any more, since an older copy was put in their place,
/// or never had, since others ran from copies of its own. What is only there is lost, and no
/// promise is broken by that.
namespace earshot::sim {

bool is_lost(const World& world, const Peer& peer, const MessageId& message);
/// Held for somebody, or purged.
bool is_lost(const World& world, const Peer& peer, const EnvelopeId& envelope);
/// How many such disks there are.
std::size_t lost_disks(const World& world, const Peer& peer);

}  // namespace earshot::sim
