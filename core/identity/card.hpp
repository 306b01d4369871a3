#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/identity/identity.hpp"
#include "crypto/signatures.hpp"

/// The first part of a card: what anybody with a link to a device may know of its owner. Signed by
/// the device key, at most limits::card_bytes_max as it travels. docs/PROTOCOL.md, "Card".
namespace earshot::identity {

using AvatarHash = std::array<std::byte, 32>;  ///< SHA-256 of the picture's bytes.

struct CardBody {
    std::uint8_t version = 1;
    SignedCertificate certificate;
    SignedDeviceList device_list;
    std::uint64_t seq = 0;  ///< Only ever rises; a card with a lower one is old news.
    WallTime created{};     ///< By the clock of its maker: for people, never compared with ours.
    std::string name;       ///< As its owner writes it: pass it through clean_name to show it.
    std::optional<AvatarHash> avatar;
    wire::Extensions extensions;

    friend bool operator==(const CardBody&, const CardBody&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, certificate, device_list, seq, created, name, avatar, extensions);
    }
};
bool is_valid(const CardBody& body);

/// A card whose signatures were checked, with what follows from it.
struct Card {
    CardBody body;
    Certificate certificate;
    DeviceList device_list;
    PersonId person;
    DeviceId device;
    CardHash hash;
    std::string name;  ///< Fit for display; never empty.
};

struct CardContent {
    std::uint64_t seq = 0;
    WallTime created{};
    std::string_view name;  ///< Is cleaned and cut to limits::display_name_bytes_max.
    std::optional<AvatarHash> avatar;
};

/// The card as it travels.
Bytes make_card(const LocalIdentity& identity, const CardContent& content);

/// `too_large`, `malformed`, or `unauthenticated`: a signature is wrong, the list is of another
/// account, or the device is not in it.
Result<Card> open_card(ByteView signed_card,
                       const crypto::Signatures& signatures = crypto::ed25519);

}  // namespace earshot::identity
