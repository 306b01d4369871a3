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
        const auto* person = engine == nullptr ? nullptr : engine->people().find(peer.person);
        return person != nullptr && person->state == store::ContactState::accepted;
    }

private:
    const Pump& pump_;
};

}  // namespace earshot::node
