#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/identity/identity.hpp"
#include "core/wire/extensions.hpp"
#include "crypto/signatures.hpp"

/// A card as a text that people hand to each other: `earshot:` and base32. Whoever gets it from its
/// owner knows their account key before they ever meet on a network, and where to look for them.
/// The account key signs it, so what is inside belongs to the key that it names; at most
/// limits::card_link_bytes_max as bytes. docs/PROTOCOL.md, "Card as text".
namespace earshot::identity {

inline constexpr std::string_view card_link_scheme = "earshot:";

/// Where a device may be dialled. IPv4 as everywhere in endpoints.
struct CardPlace {
    std::array<std::byte, 16> address{};
    std::uint16_t port = 0;

    friend bool operator==(const CardPlace&, const CardPlace&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(address, port);
    }
};

struct CardLink {
    std::uint8_t version = 1;
    crypto::SignPublicKey account;
    crypto::SignPublicKey device;
    crypto::AgreePublicKey link;    ///< Of that device.
    std::string name;               ///< As its owner writes it: clean it to show it.
    std::vector<CardPlace> places;  ///< A hint, which may be out of date.
    wire::Extensions extensions;

    PersonId person() const;
    DeviceId device_id() const;
    std::vector<Endpoint> endpoints() const;

    friend bool operator==(const CardLink&, const CardLink&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, account, device, link, name, places, extensions);
    }
};
bool is_valid(const CardLink& card);

/// The text; at most limits::card_link_endpoints_max endpoints are in it, those of one interface
/// only left out.
std::string make_card_link(const LocalIdentity& identity, std::string_view name,
                           const std::vector<Endpoint>& endpoints);

/// In either letter case, as QR codes want capitals. `malformed`, `too_large`, or `unauthenticated`
/// when the account key did not sign it.
Result<CardLink> open_card_link(std::string_view text,
                                const crypto::Signatures& signatures = crypto::ed25519);

}  // namespace earshot::identity
