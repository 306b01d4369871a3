#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

/// What carriers, and those whom they serve, ask of storage. Of a message nothing is in these rows
/// but what is sealed, and of its sender nothing but the device that deposited it. As everything of
/// core/store: one thread, inside a turn.
namespace earshot::store {

/// A sealed envelope kept for somebody else. Its bytes are stored beside it.
struct HeldEnvelope {
    EnvelopeId id{};
    DeviceId depositor{};
    DeviceId recipient{};
    PurgeHash purge_hash{};
    std::uint64_t bytes = 0;
    Duration expires{};  ///< By the carrier's age clock.

    friend bool operator==(const HeldEnvelope&, const HeldEnvelope&) = default;
};

/// One that was deleted because somebody knew its secret: it must not come back, and its depositor
/// is to hear of it.
struct PurgedEnvelope {
    EnvelopeId id{};
    DeviceId depositor{};
    PurgeSecret secret{};
    Duration expires{};

    friend bool operator==(const PurgedEnvelope&, const PurgedEnvelope&) = default;
};

class HeldStore {
public:
    virtual ~HeldStore() = default;
    virtual Result<std::vector<HeldEnvelope>> held() = 0;  ///< By id.
    /// `conflict`: it is held already.
    virtual Result<void> add_held(const HeldEnvelope& row, ByteView envelope) = 0;
    virtual Result<std::optional<Bytes>> find_envelope(const EnvelopeId& id) = 0;
    virtual Result<bool> remove_held(const EnvelopeId& id) = 0;

    virtual Result<std::vector<PurgedEnvelope>> purged() = 0;  ///< By id.
    virtual Result<void> put_purged(const PurgedEnvelope& row) = 0;
    virtual Result<bool> remove_purged(const EnvelopeId& id) = 0;

    /// How long envelopes have been kept, in all, when the wall clock said this.
    struct Age {
        Duration counted{};
        WallTime at{};

        friend bool operator==(const Age&, const Age&) = default;
    };
    virtual Result<std::optional<Age>> find_age() = 0;
    virtual Result<void> put_age(const Age& age) = 0;
};

/// A message of ours that others are to carry. The content, sealed already for its recipient, is
/// stored beside it until it need not be carried any more.
struct Deposit {
    std::uint64_t position = 0;  ///< Given by the store, ascending.
    MessageId message{};
    DeviceId recipient{};
    std::uint16_t kind = 0;
    std::uint16_t life_hours = 0;
    PurgeSecret secret{};  ///< Of all its envelopes.
    bool is_over = false;  ///< Only to be purged.

    friend bool operator==(const Deposit&, const Deposit&) = default;
};

/// An envelope of such a message with one carrier.
struct Copy {
    MessageId message{};
    DeviceId carrier{};
    EnvelopeId envelope{};
    bool is_held = false;  ///< The carrier said so; otherwise it was only sent.

    friend bool operator==(const Copy&, const Copy&) = default;
};

class DepositStore {
public:
    virtual ~DepositStore() = default;
    virtual Result<std::vector<Deposit>> deposits() = 0;  ///< By position.
    /// `row.position` is ignored; the position given is returned. `conflict`: the message is here.
    virtual Result<std::uint64_t> add_deposit(const Deposit& row, ByteView content) = 0;
    virtual Result<std::optional<Bytes>> find_content(const MessageId& message) = 0;
    /// It is over, and its content is forgotten. `not_found`
    virtual Result<void> end_deposit(const MessageId& message) = 0;
    /// With its copies.
    virtual Result<bool> remove_deposit(const MessageId& message) = 0;

    virtual Result<std::vector<Copy>> copies() = 0;  ///< By message and carrier.
    virtual Result<void> put_copy(const Copy& copy) = 0;
    virtual Result<bool> remove_copy(const MessageId& message, const DeviceId& carrier) = 0;
};

/// An envelope that came to us.
struct CollectedEnvelope {
    EnvelopeId id{};
    PurgeSecret secret{};
    bool is_stored = false;  ///< Its content is ours durably; otherwise it cannot be read.

    friend bool operator==(const CollectedEnvelope&, const CollectedEnvelope&) = default;
};

class CollectedStore {
public:
    virtual ~CollectedStore() = default;
    virtual Result<std::optional<CollectedEnvelope>> find_collected(const EnvelopeId& id) = 0;
    /// Adds or changes; the oldest are dropped beyond limits::collected_max.
    virtual Result<void> put_collected(const CollectedEnvelope& row) = 0;
};

struct EnvelopeStores {
    HeldStore& held;
    DepositStore& deposits;
    CollectedStore& collected;
};

}  // namespace earshot::store
