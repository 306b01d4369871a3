#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/identity/certificate.hpp"
#include "crypto/agree.hpp"
#include "crypto/x3dh.hpp"

/// A message as it travels, and what is inside. docs/PROTOCOL.md, "Sealed messages".
namespace earshot::session {

/// What the other side needs to begin the session too. Goes with every message until it is known
/// to have done so.
struct FirstHeader {
    identity::Suite suite = identity::Suite::classic;
    identity::SignedCertificate certificate;  ///< Of who begins.
    crypto::AgreePublicKey ephemeral;
    std::uint32_t prekey = 0;    ///< Which of the receiver's keys were used.
    std::uint32_t one_time = 0;  ///< 0: none.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(suite, certificate, ephemeral, prekey, one_time);
    }
    friend bool operator==(const FirstHeader&, const FirstHeader&) = default;
};

struct SealedMessage {
    Bytes message;  ///< Of the Double Ratchet: header | random 16 | ciphertext | tag.
    std::optional<FirstHeader> first;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(message, first);
    }
    friend bool operator==(const SealedMessage&, const SealedMessage&) = default;
};

/// `malformed`, `too_large`.
Result<SealedMessage> decode_sealed(ByteView bytes);
/// The session that an encoded SealedMessage names, without decoding it; zeroes when it is too
/// short to name any.
crypto::SessionId session_of(ByteView sealed);

/// kind u16 | payload | 80 | zeros, up to one of five sizes. Precondition: the payload has at most
/// limits::payload_bytes_max bytes.
Bytes pad(std::uint16_t kind, ByteView payload);
struct Unpadded {
    std::uint16_t kind = 0;
    Bytes payload;
};
/// Nothing when it was not made by `pad`.
std::optional<Unpadded> unpad(ByteView padded);

}  // namespace earshot::session
