#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/shared.hpp"
#include "core/base/time.hpp"

/// What Earshot remembers, as values. The numbers of the enumerations are stored: never renumber.
namespace earshot::store {

/// How far somebody is known (docs/PROTOCOL.md, Identity). Trust is about the account key only.
enum class ContactState : std::uint8_t {
    unknown = 0,   ///< Met on the network, nothing more.
    accepted = 1,  ///< We wrote to them or answered them.
    blocked = 2,
    declined = 3,  ///< What they asked was thrown away; like unknown, but they ask no more.
};

struct Person {
    PersonId id{};
    std::array<std::byte, 32> account_key{};  ///< Ed25519.
    std::string name{};                       ///< As they call themselves, cleaned for display.
    std::string alias{};                      ///< As we call them; empty: by their name.
    ContactState state = ContactState::unknown;
    bool verified = false;
    WallTime first_met{};
    WallTime last_seen{};

    friend bool operator==(const Person&, const Person&) = default;
};

/// A computer of a person. `card` is the newest accepted signed card, byte for byte.
struct Device {
    DeviceId id{};
    PersonId person{};
    std::array<std::byte, 32> link_key{};  ///< X25519, the Noise static key.
    std::uint64_t card_seq = 0;
    Shared<Bytes> card{};

    friend bool operator==(const Device&, const Device&) = default;
};

/// Where a device was reached; remembered so that it can be reached without multicast.
struct KnownAddress {
    DeviceId device{};
    Endpoint endpoint{};
    WallTime worked{};

    friend bool operator==(const KnownAddress&, const KnownAddress&) = default;
};

enum class MessageState : std::uint8_t {
    queued = 0,     ///< Only on this computer.
    carried = 1,    ///< Sealed copies are with others.
    delivered = 2,  ///< Durably on a device of the recipient.
    read = 3,
    failed = 4,       ///< Refused by the recipient's device, which waiting does not heal.
    received = 5,     ///< Somebody else's message to us.
    canceled = 6,     ///< Taken back while it was still queued.
    unsupported = 7,  ///< Failed: the recipient's Earshot does not know this kind of message.
};

/// How a message came here.
enum class Route : std::uint8_t {
    direct = 0,   ///< From the device that sent it.
    relayed = 1,  ///< From it as well, through somebody else.
    carried = 2,  ///< Others kept it until they met us.
};

struct Origin {
    DeviceId device{};  ///< Of the author: what sealed it.
    Route route = Route::direct;

    friend bool operator==(const Origin&, const Origin&) = default;
};

/// A message as people read it. Display order within a conversation is (hlc, id).
struct Message {
    MessageId id{};
    ConversationId conversation{};
    PersonId author{};
    std::uint64_t hlc = 0;         ///< Hybrid logical clock: milliseconds << 16 | counter.
    std::uint64_t author_seq = 0;  ///< 1, 2, 3 … per author and conversation: gaps can be shown.
    WallTime sent{};               ///< By the author's clock.
    WallTime stored{};             ///< By ours.
    MessageState state = MessageState::queued;
    std::string text{};
    std::optional<Origin> origin{};  ///< Of what is received; not known of what is old.

    friend bool operator==(const Message&, const Message&) = default;
};

/// A message has come so far.
struct Step {
    MessageState state = MessageState::queued;
    WallTime time{};    ///< Kept when somebody's device answered, and when it was read.
    DeviceId device{};  ///< That answered; zeros when none did, or it is not known.
};

/// Which device took a message of ours, and when. The first answer and the first reading count.
struct Progress {
    std::optional<DeviceId> device{};
    std::optional<WallTime> answered{};  ///< By our clock, as the next.
    std::optional<WallTime> read{};

    friend bool operator==(const Progress&, const Progress&) = default;
};

inline Progress advanced(Progress progress, const Step& step) {
    using enum MessageState;
    const bool is_read = step.state == read;
    const bool is_answered =
        is_read || step.state == delivered || step.state == failed || step.state == unsupported;
    if (is_answered && !progress.answered) progress.answered = step.time;
    if (is_read && !progress.read) progress.read = step.time;
    if (is_answered && !progress.device && step.device != DeviceId{}) progress.device = step.device;
    return progress;
}

/// Where a message stands in its conversation.
struct Place {
    std::uint64_t hlc = 0;
    MessageId id{};

    friend auto operator<=>(const Place&, const Place&) = default;
};
inline Place place_of(const Message& message) { return {message.hlc, message.id}; }

enum class ConversationKind : std::uint8_t { direct = 0, group = 1 };

struct Conversation {
    ConversationId id{};
    ConversationKind kind = ConversationKind::direct;
    PersonId peer{};                    ///< The other person of a direct conversation.
    std::uint64_t last_hlc = 0;         ///< Newest seen or made: its clock.
    std::uint64_t own_seq = 0;          ///< Last `author_seq` we used.
    std::uint64_t unread = 0;           ///< Messages of theirs that were not read here.
    std::optional<MessageId> last{};    ///< The newest received message: what a new one answers.
    std::optional<MessageId> newest{};  ///< The last one of all in display order, at `last_hlc`.
    WallTime active{};                  ///< When a message was last stored here.

    std::optional<Place> heard{};         ///< Of theirs, the last in display order.
    std::optional<Place> read{};          ///< Everything of theirs up to here was read here,
    std::uint64_t late = 0;               ///< except so many that came when it had been.
    std::optional<Place> first_unread{};  ///< In display order.

    bool mark_untold = false;                 ///< They do not know yet what was read.
    std::optional<MessageId> mark_waiting{};  ///< The payload in the outbox that tells them.

    std::optional<Place> peer_read{};  ///< They have read what is ours up to here,
    std::uint64_t peer_since = 0;      ///< and all of it from this `author_seq` on has arrived.
    std::uint64_t peer_settled = 0;    ///< HLC up to which our messages say so.

    friend bool operator==(const Conversation&, const Conversation&) = default;
};

/// How a payload was sealed for one device.
struct Seal {
    DeviceId device{};
    Bytes recipe{};  ///< For whoever sealed it to do so again. Empty: it was not.

    friend bool operator==(const Seal&, const Seal&) = default;
};

/// An opaque payload that waits for its recipient's acknowledgement.
struct Outgoing {
    std::uint64_t position = 0;  ///< Given by the store, ascending: the order of sending.
    PersonId to{};
    MessageId id{};
    std::uint16_t kind = 0;  ///< Which feature sent it.
    Bytes payload{};
    WallTime queued{};
    Seal seal{};  ///< Sending again repeats the same bytes.

    friend bool operator==(const Outgoing&, const Outgoing&) = default;
};

/// What clients are told, durably numbered. Details are read from the subject when replayed.
enum class EventKind : std::uint8_t {
    message_added = 1,
    message_state_changed = 2,  ///< detail: the state's number in decimal.
    person_added = 3,
    person_updated = 4,
    conversation_added = 5,
    conversation_changed = 6,
    outbox_changed = 7,
    config_changed = 8,  ///< detail: the key.
    request_added = 9,   ///< A message of somebody who is not accepted.
    person_removed = 10,
    namesake_met = 11,  ///< detail: the id, as text, of the contact who is called the same.
    comparison_changed = 12,
    conversation_removed = 13,
};

struct Event {
    std::uint64_t seq = 0;  ///< Given by the store: 1, 2, 3 …
    EventKind kind = EventKind::message_added;
    Bytes subject{};  ///< A MessageId, PersonId or ConversationId; empty where there is none.
    std::string detail{};
    WallTime time{};

    friend bool operator==(const Event&, const Event&) = default;
};

/// The answer to a call with a `ref`, so that repeating the call creates nothing twice.
struct RefResult {
    std::array<std::byte, 32> request_hash{};  ///< The same ref with another request is a conflict.
    Bytes result{};                            ///< What the call answered, as its maker encoded it.
    WallTime made{};

    friend bool operator==(const RefResult&, const RefResult&) = default;
};

}  // namespace earshot::store
