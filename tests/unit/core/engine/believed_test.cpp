#include "core/base/limits.hpp"
#include "core/gossip/frames.hpp"
#include "crypto/signatures.hpp"
#include "tests/unit/core/engine/home.hpp"

namespace earshot::engine {
namespace {

const Endpoint listens = *Endpoint::parse("10.0.0.7:47700");
const Endpoint dials_from = *Endpoint::parse("10.0.0.7:50123");
const InstanceId instance{.bytes = {std::byte{7}}};

/// Somebody was here, who had dialled, said where they listen, and fell silent.
struct Visited : Home {
    identity::LocalIdentity visitor = somebody();

    explicit Visited(bool is_contact) {
        const Subnet place{*Address::parse("10.0.0.5"), 24};
        NetworkChanged changed;
        changed.own = {place};
        changed.segments = {{"eth0", {place}}};
        turns.push(changed);
        auto peer = peer_of(visitor);
        peer.instance = instance;
        turns.push(LinkUp{1, peer, dials_from, std::nullopt, now.steady});
        run();
        if (is_contact) REQUIRE(accept(visitor.person()));
        hear(1, gossip::records_frame, wire::encode(gossip::RecordsFrame{{{0, record()}}}));
        pass(1min);
        turns.push(LinkDown{1, gossip::LinkEnd::silent});
        run();
    }
    Bytes record() const {
        gossip::Presence presence;
        presence.device = visitor.certificate().device;
        presence.account = visitor.certificate().account;
        presence.seq = 1;
        presence.instance = instance;
        presence.endpoints = {gossip::PublishedEndpoint::of(listens)};
        return gossip::make_record(visitor, gossip::NetworkId{}, presence, crypto::ed25519).bytes;
    }
    /// Fails every dial of so long; how many led to where the visitor listens.
    std::size_t dials(Duration time) {
        std::size_t started = 0;
        for (const auto end = now.steady + time; now.steady < end; pass(100ms))
            for (const auto& order : std::exchange(effects.dials, {}))
                if (const auto* const dial = std::get_if<link::StartDial>(&order)) {
                    started += dial->endpoint == listens ? 1 : 0;
                    turns.push(DialFailed{dial->id, link::DialFailure::unreachable});
                }
        return started;
    }
};

}  // namespace

TEST_CASE("engine believes contacts where they are, and strangers as little as others do",
          "[engine]") {
    const bool is_contact = GENERATE(true, false);
    INFO((is_contact ? "contact" : "stranger"));
    Visited home{is_contact};
    const auto dials = home.dials(limits::unproven_dial_interval - 1s);
    CHECK(dials >= 1);
    CHECK((dials > 1) == is_contact);
}

}  // namespace earshot::engine
