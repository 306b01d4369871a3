#pragma once

#include <cstdint>
#include <optional>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/identity/signed.hpp"
#include "core/wire/extensions.hpp"
#include "crypto/agree.hpp"
#include "crypto/sign.hpp"
#include "crypto/signatures.hpp"

/// The second part of a card: what contacts need to write to a device that is away. Signed by the
/// device key. docs/PROTOCOL.md, "Prekeys".
namespace earshot::session {

/// A public key and how its owner calls it. 0 is no key.
struct Prekey {
    std::uint32_t id = 0;
    crypto::AgreePublicKey key;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(id, key);
    }
    friend bool operator==(const Prekey&, const Prekey&) = default;
};

struct PrekeyCard {
    std::uint8_t version = 1;
    DeviceId device;
    std::uint64_t seq = 0;  ///< Only ever rises; one with a lower number is old news.
    Prekey prekey;          ///< Begins sessions;
    Prekey sealing;         ///< and what carriers hold is sealed for this one.
    MailboxId mailbox;      ///< Under which carriers hold it.
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, device, seq, prekey, sealing, mailbox, extensions);
    }
    friend bool operator==(const PrekeyCard&, const PrekeyCard&) = default;
};
constexpr bool is_valid(const PrekeyCard& card) {
    return card.version == 1 && card.prekey.id != 0 && card.sealing.id != 0;
}

using SignedPrekeyCard = identity::Signed<PrekeyCard>;

SignedPrekeyCard sign_prekey_card(const crypto::SignKeyPair& device, const PrekeyCard& card);

/// `malformed`, or `unauthenticated` when `device` did not sign it or is not the one it names.
Result<PrekeyCard> open_prekey_card(const SignedPrekeyCard& signed_card,
                                    const crypto::SignPublicKey& device,
                                    const crypto::Signatures& signatures);

}  // namespace earshot::session
