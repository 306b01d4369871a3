#pragma once

#include "core/link/peer.hpp"
#include "node/pump.hpp"

/// Where strangers do not see us, only people we have accepted learn that we are here.
namespace earshot::node {

class ContactsOnly final : public link::PeerPolicy {
public:
    /// `pump` outlives this.
    explicit ContactsOnly(const Pump& pump) : pump_(pump) {}

    bool admits(const link::Peer& peer) const override {
        const auto* engine = pump_.engine();
        return engine != nullptr && engine->people().is_accepted(peer.person);
    }

private:
    const Pump& pump_;
};

}  // namespace earshot::node
