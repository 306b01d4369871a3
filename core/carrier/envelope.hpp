#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/result.hpp"
#include "core/wire/extensions.hpp"
#include "crypto/agree.hpp"
#include "crypto/entropy.hpp"

/// A message for somebody who is away, sealed so that whoever keeps it meanwhile reads nothing of
/// it and learns not even who wrote it: HPKE in base mode to the recipient's sealing key, padded to
/// one of four sizes. docs/PROTOCOL.md, "Envelopes".
namespace earshot::carrier {

enum class Suite : std::uint8_t { classic = 1 };
constexpr bool is_valid(Suite suite) { return suite == Suite::classic; }

/// What a carrier sees, and all that is authenticated beside what is sealed.
struct Outside {
    std::uint8_t version = 1;
    Suite suite = Suite::classic;
    MailboxId mailbox;
    std::uint32_t seal_id = 0;  ///< Which key opens it: no other is ever tried.
    std::uint16_t life_hours = limits::envelope_life_hours;  ///< From the carrier's receipt.
    PurgeHash purge_hash;
    crypto::AgreePublicKey encapsulated;

    friend bool operator==(const Outside&, const Outside&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, suite, mailbox, seal_id, life_hours, purge_hash, encapsulated);
    }
};
bool is_valid(const Outside& outside);

struct Envelope {
    Outside outside;
    Bytes sealed;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(outside, sealed);
    }
};

/// Whom to seal to: from the second part of a card.
struct SealTarget {
    MailboxId mailbox;
    std::uint32_t seal_id = 0;
    crypto::AgreePublicKey key;
};

/// What goes inside. `kind` says what the content is; carriers never learn it.
struct Letter {
    std::uint8_t version = 1;
    PurgeSecret secret;  ///< Random, one per message.
    std::uint16_t kind = 0;
    std::vector<DeviceId> carriers;  ///< With whom the recipient will find copies.
    Bytes content;
    wire::Extensions extensions;

    friend bool operator==(const Letter&, const Letter&) = default;
    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, secret, kind, carriers, content, extensions);
    }
};
bool is_valid(const Letter& letter);

/// What always fits: the largest envelope less what stands around the content.
inline constexpr std::size_t content_bytes_max =
    limits::envelope_bytes_max - 92 - 16 - 51 - 16 * limits::carriers_per_message_max;

/// An envelope as it travels.
struct Sealed {
    EnvelopeId id;
    Bytes bytes;
};

EnvelopeId envelope_id(ByteView envelope);
PurgeHash purge_hash(const PurgeSecret& secret);

/// The life that envelopes may say next above this, at most limits::envelope_life_hours_max.
std::uint16_t rounded_life(std::uint16_t hours);

/// `too_large`: fits no envelope. `unauthenticated`: a key that would force the result.
Result<Sealed> seal(const Letter& letter, const SealTarget& target, std::uint16_t life_hours,
                    crypto::Entropy& entropy);

/// What anybody can read of it. `too_large` or `malformed`: no carrier takes that.
Result<Envelope> read_envelope(ByteView envelope);

/// `unauthenticated`: not sealed to this key, or altered.
Result<Letter> open(const Envelope& envelope, const crypto::AgreeKeyPair& own);

}  // namespace earshot::carrier
