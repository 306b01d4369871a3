#pragma once

#include <array>
#include <cstdint>

#include "core/base/ids.hpp"
#include "core/identity/certificate.hpp"

/// Who is at the other end of a link, once both sides have proven themselves.
namespace earshot::link {

using ChannelBinding = std::array<std::byte, 32>;  ///< Noise handshake hash: names this session.

struct Peer {
    PersonId person;
    DeviceId device;
    InstanceId instance;                ///< Which run of that computer's daemon.
    identity::Certificate certificate;  ///< All of its keys.
    identity::SignedCertificate signed_certificate;
    std::uint8_t version = 0;    ///< Of the protocol, as agreed.
    std::uint32_t features = 0;  ///< Bits the peer announced; unknown ones are to be ignored.
    ChannelBinding channel_binding{};

    friend bool operator==(const Peer&, const Peer&) = default;
};

/// Whom we want no link with: blocked people, devices that their account's list does not name,
/// strangers to a team. Asked when the peer's identity is proven and, when we dialled, before our
/// own is sent.
class PeerPolicy {
public:
    virtual ~PeerPolicy() = default;
    virtual bool admits(const Peer& peer) const = 0;
};

}  // namespace earshot::link
