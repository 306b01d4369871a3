#pragma once

#include <cstdint>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/wire/extensions.hpp"

/// What depositors, carriers and recipients say to each other. docs/PROTOCOL.md, "Envelopes".
namespace earshot::carrier {

inline constexpr std::uint8_t deposit_frame = 0x40;   ///< Depositor to carrier: keep this.
inline constexpr std::uint8_t receipt_frame = 0x41;   ///< Carrier to either.
inline constexpr std::uint8_t ask_frame = 0x42;       ///< Depositor to carrier: still there?
inline constexpr std::uint8_t list_frame = 0x43;      ///< Carrier to recipient: all that is here.
inline constexpr std::uint8_t want_frame = 0x44;      ///< Recipient to carrier.
inline constexpr std::uint8_t envelope_frame = 0x45;  ///< Carrier to recipient.
inline constexpr std::uint8_t purge_frame = 0x46;     ///< Recipient or depositor to carrier.
inline constexpr std::uint8_t purged_frame = 0x47;    ///< Carrier to them.
inline constexpr bool is_carrier(std::uint8_t type) {
    return type >= deposit_frame && type <= purged_frame;
}

/// The id travels beside the envelope, so that a carrier need not hash what it will not take.
struct DepositFrame {
    EnvelopeId id;
    Bytes envelope;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(id, envelope, extensions);
    }
};

enum class Receipt : std::uint8_t {
    held = 0,      ///< Durably, now or before.
    not_held = 1,  ///< Not, or not any more.
    full = 2,      ///< Later, or elsewhere.
    refused = 3,   ///< Never: malformed, too long a life, or a mailbox of nobody known here.
};
struct EnvelopeReceipt {
    EnvelopeId id;
    std::uint8_t outcome = 0;  ///< A Receipt; numbers of a newer Earshot mean that it is not held.

    template <class Archive>
    void serialize(Archive& archive) {
        archive(id, outcome);
    }
};
struct ReceiptFrame {
    std::vector<EnvelopeReceipt> receipts;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(receipts);
    }
};
inline bool is_valid(const ReceiptFrame& frame) {
    return frame.receipts.size() <= limits::envelopes_named_max;
}

/// As `ask_frame`, `list_frame` or `want_frame`.
struct EnvelopesFrame {
    std::vector<EnvelopeId> ids;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(ids);
    }
};
inline bool is_valid(const EnvelopesFrame& frame) {
    return frame.ids.size() <= limits::envelopes_named_max;
}

struct EnvelopeFrame {
    Bytes envelope;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(envelope);
    }
};

/// As `purge_frame`: delete what these are the secrets of. As `purged_frame`: nothing is here that
/// they are the secrets of.
struct SecretsFrame {
    std::vector<PurgeSecret> secrets;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(secrets);
    }
};
inline bool is_valid(const SecretsFrame& frame) {
    return frame.secrets.size() <= limits::envelopes_named_max;
}

}  // namespace earshot::carrier
