#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/subnet.hpp"
#include "core/base/time.hpp"
#include "core/identity/identity.hpp"
#include "core/wire/extensions.hpp"
#include "crypto/sign.hpp"
#include "crypto/signatures.hpp"

/// The presence record: what one computer says of itself to everybody on its network, signed by its
/// device key and passed on byte for byte. docs/PROTOCOL-gossip.md, "Presence". At most
/// limits::record_bytes_max. It carries no time: receivers are told its age, hop by hop, so no
/// clock is compared with another.
namespace earshot::gossip {

/// The first half of a device id: names a computer in frames.
using Sid = Id<struct SidTag, 8>;
Sid sid_of(const DeviceId& device);
Sid sid_of(const crypto::SignPublicKey& device);

/// Which mesh a record belongs to; zeros where everybody is welcome.
using NetworkId = Id<struct NetworkTag, 16>;

enum class State : std::uint8_t {
    left = 0,    ///< Ended, or does not want to be seen.
    online = 1,  ///< Somebody is there, as far as the computer can tell.
    away = 2,
    busy = 3,
    asleep = 4,  ///< The computer is about to sleep.
};
constexpr bool is_valid(State state) { return state <= State::asleep; }
/// Whether a computer in this state can be written to.
constexpr bool is_there(State state) { return state != State::left && state != State::asleep; }

/// How much a computer can do for others.
enum class Footing : std::uint8_t {
    hub = 0,   ///< On a cable and on mains.
    leaf = 1,  ///< On Wi-Fi or on battery.
};
constexpr bool is_valid(Footing footing) { return footing <= Footing::leaf; }
/// `hub` or `leaf`.
constexpr std::string_view text_of(Footing footing) {
    return footing == Footing::hub ? "hub" : "leaf";
}

/// An address as it travels: 7 bytes for IPv4, 19 for IPv6. Never link-local.
struct PublishedEndpoint {
    std::variant<std::array<std::byte, 4>, std::array<std::byte, 16>> address;
    std::uint16_t port = 0;

    static PublishedEndpoint of(const Endpoint& endpoint);
    Endpoint endpoint() const;

    friend bool operator==(const PublishedEndpoint&, const PublishedEndpoint&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(address, port);
    }
};

struct Presence {
    std::uint8_t version = 1;
    crypto::SignPublicKey device;
    crypto::SignPublicKey account;
    std::uint64_t seq = 0;  ///< Only ever rises; the higher one is the truth.
    InstanceId instance;    ///< Which run of the daemon.
    State state = State::online;
    Footing footing = Footing::hub;
    std::vector<PublishedEndpoint> endpoints;  ///< At most limits::record_addresses_max.
    CardHash card;                             ///< Of the newest card.
    wire::Extensions extensions;               ///< 1: status text, UTF-8; 2: confided.

    /// For people, cleaned; empty where there is none.
    std::string status_text() const;
    void set_status_text(std::string_view text);
    /// Told to neighbours only, who pass it on to nobody: its maker hides from strangers here.
    bool is_confided() const;
    void set_confided(bool is_confided);
    /// Whether it says of itself that it is there.
    bool is_in(const Subnet& subnet) const;

    friend bool operator==(const Presence&, const Presence&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, device, account, seq, instance, state, footing, endpoints, card,
                extensions);
    }
};
bool is_valid(const Presence& presence);

/// A record whose form is right, with the bytes that are stored, hashed and passed on.
struct Record {
    Presence presence;
    Sid sid;
    DeviceId device;
    PersonId person;         ///< Whose account it names.
    std::uint32_t hash = 0;  ///< The first bytes of the SHA-256 of `bytes`.
    Bytes bytes;
};

/// Precondition: `presence.device` and `presence.account` are those of `identity`.
Record make_record(const identity::LocalIdentity& identity, const NetworkId& network,
                   const Presence& presence, const crypto::Signatures& signatures);

/// `too_large` or `malformed`. Nothing is proven yet: see `is_authentic`.
Result<Record> read_record(ByteView bytes);

/// Whether the device signed it, for this network.
bool is_authentic(const Record& record, const NetworkId& network,
                  const crypto::Signatures& signatures);

}  // namespace earshot::gossip
