#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/carrier/envelope.hpp"
#include "crypto/agree.hpp"

/// What carriers ask for, as values, and what they have to be told of people and keys. Nothing of
/// an Effects may happen before the turn's commit.
namespace earshot::carrier {

struct SendFrame {
    LinkId link{};
    std::uint8_t type = 0;
    Bytes body;

    friend bool operator==(const SendFrame&, const SendFrame&) = default;
};

/// An envelope of ours was opened. Say what became of it: Collector::on_stored.
struct Collected {
    EnvelopeId id;
    DeviceId carrier;
    std::uint16_t kind = 0;
    Bytes content;

    friend bool operator==(const Collected&, const Collected&) = default;
};

/// So many carriers hold this message of ours now.
struct Carried {
    MessageId message;
    std::size_t carriers = 0;

    friend bool operator==(const Carried&, const Carried&) = default;
};

/// A carrier proved that the recipient of this message has opened it.
struct Opened {
    MessageId message;
    DeviceId carrier;

    friend bool operator==(const Opened&, const Opened&) = default;
};

struct Effects {
    std::vector<SendFrame> frames;
    std::vector<Collected> collected;
    std::vector<Carried> carried;
    std::vector<Opened> opened;
    std::vector<DeviceId> reach;  ///< Links with these would be of use.
};

/// What carriers have to know of people and of keys.
class Guard {
public:
    virtual ~Guard() = default;
    /// Of somebody we have written with, and who is not blocked.
    virtual bool is_contact(const DeviceId& device) const = 0;
    /// The device of a contact whose card names this mailbox, or named it lately.
    virtual std::optional<DeviceId> owner_of(const MailboxId& mailbox) const = 0;
    /// How to seal for this device now; nothing while its key is unknown or too old.
    virtual std::optional<SealTarget> seal_target(const DeviceId& device, WallTime now) const = 0;
    /// Contacts that are here and can carry.
    virtual std::vector<DeviceId> carriers() const = 0;
    /// Our own key of this number, if the mailbox was ours with it. Null: not ours any more.
    virtual const crypto::AgreeKeyPair* find_seal_key(const MailboxId& mailbox,
                                                      std::uint32_t seal_id) const = 0;
};

}  // namespace earshot::carrier
