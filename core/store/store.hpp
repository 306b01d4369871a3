#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/store/envelope_store.hpp"
#include "core/store/rows.hpp"
#include "core/store/search_store.hpp"
#include "core/store/session_store.hpp"

/// What the core asks of storage: one narrow interface per need, all inside one transaction a turn.
/// Every call is synchronous, made on the engine's thread between `begin` and `commit`, and may
/// fail with `io` (database broken), `no_space` (disk full or read-only) or what it names itself.
/// What it names itself has changed nothing and the turn goes on; after `io`, `no_space` or a
/// failed commit every write and commit fails until `rollback`, and the engine is built anew from
/// the store. All implementations pass tests/contract/store.
namespace earshot::store {

/// One turn, one transaction.
class Transactions {
public:
    virtual ~Transactions() = default;
    virtual Result<void> begin() = 0;
    /// Returns once everything since `begin` is durable. A turn that wrote nothing costs nothing.
    virtual Result<void> commit() = 0;
    virtual void rollback() noexcept = 0;
};

class PeopleStore {
public:
    virtual ~PeopleStore() = default;
    virtual Result<std::vector<Person>> people() = 0;  ///< At most limits::people_max, by id.
    virtual Result<std::optional<Person>> find_person(const PersonId& id) = 0;
    virtual Result<void> put_person(const Person& person) = 0;  ///< `too_large`: the table is full.
    virtual Result<std::vector<Device>> devices() = 0;
    virtual Result<void> put_device(const Device& device) = 0;  ///< `too_large`: the table is full.
    /// With their devices and where these were reached. Of somebody who is not there: fine.
    virtual Result<void> remove_person(const PersonId& id) = 0;
};

class AddressStore {
public:
    virtual ~AddressStore() = default;
    /// Newest first; at most limits::addresses_per_candidate_max are kept per device.
    virtual Result<std::vector<KnownAddress>> addresses() = 0;
    virtual Result<void> put_address(const KnownAddress& address) = 0;
    /// `host:port` texts as people gave them.
    virtual Result<std::vector<std::string>> seeds() = 0;
    /// Adding twice is no error. `too_large`: there are limits::seeds_max.
    virtual Result<void> add_seed(std::string_view seed) = 0;
    virtual Result<void> remove_seed(std::string_view seed) = 0;  ///< `not_found`
};

/// A window into a conversation in display order: the newest, or the last that stand before one
/// message, or the first that stand after one.
struct Page {
    std::optional<MessageId> before{};
    std::optional<MessageId> after{};  ///< Not together with `before`.
    std::size_t limit = 50;
};

/// What one author wrote between two places.
struct Stretch {
    PersonId author{};
    std::optional<Place> after{};  ///< Behind this one; else from the first on,
    std::optional<Place> up_to{};  ///< up to this one, which is in it; else to the newest.
};
/// A message without its text.
struct Entry {
    Place place{};
    std::uint64_t author_seq = 0;
    MessageState state = MessageState::queued;

    friend bool operator==(const Entry&, const Entry&) = default;
};

class MessageStore {
public:
    virtual ~MessageStore() = default;
    virtual Result<std::vector<Conversation>> conversations() = 0;
    virtual Result<std::optional<Conversation>> find_conversation(const ConversationId& id) = 0;
    virtual Result<void> put_conversation(const Conversation& conversation) = 0;

    /// `conflict`: the id is known. `not_found`: its conversation was never put.
    virtual Result<void> add_message(const Message& message) = 0;
    virtual Result<std::optional<Message>> find_message(const MessageId& id) = 0;
    virtual Result<void> set_state(const MessageId& id, const Step& step) = 0;  ///< `not_found`
    /// Nothing where there is no such message.
    virtual Result<std::optional<Progress>> progress_of(const MessageId& id) = 0;
    /// In display order, oldest of the page first. `not_found` when the message that the page
    /// names is not in it.
    virtual Result<std::vector<Message>> page(const ConversationId& id, const Page& page) = 0;
    /// The first of a stretch, at most `limit`, in display order.
    virtual Result<std::vector<Entry>> first_of(const ConversationId& id, const Stretch& stretch,
                                                std::size_t limit) = 0;
    /// The last of a stretch, at most `limit`, newest first.
    virtual Result<std::vector<Entry>> last_of(const ConversationId& id, const Stretch& stretch,
                                               std::size_t limit) = 0;
    /// How many there are in a stretch.
    virtual Result<std::uint64_t> count_of(const ConversationId& id, const Stretch& stretch) = 0;
    /// With all its messages. Of one that is not there: fine.
    virtual Result<void> remove_conversation(const ConversationId& id) = 0;
    /// Ids whose text form starts with `prefix`, ascending, at most `limit`.
    virtual Result<std::vector<MessageId>> find_ids(std::string_view prefix, std::size_t limit) = 0;
};

class OutboxStore {
public:
    virtual ~OutboxStore() = default;
    /// `outgoing.position` is ignored; the position given is returned. `conflict`: the id waits
    /// already.
    virtual Result<std::uint64_t> add_outgoing(const Outgoing& outgoing) = 0;
    /// What waits for a person after a position, in order of sending, until `limit` rows or
    /// `bytes_max` bytes of payload (at least one row).
    virtual Result<std::vector<Outgoing>> outgoing_after(const PersonId& to, std::uint64_t position,
                                                         std::size_t limit,
                                                         std::size_t bytes_max) = 0;
    virtual Result<std::optional<Outgoing>> find_outgoing(const MessageId& id) = 0;
    /// How it was sealed last; an empty one takes that back. Of what is gone: fine.
    virtual Result<void> put_sealed(const MessageId& id, const Seal& seal) = 0;
    /// False when it was gone already: acknowledgements are idempotent.
    virtual Result<bool> remove_outgoing(const MessageId& id) = 0;
    struct Waiting {
        PersonId to{};
        std::size_t count = 0;
    };
    virtual Result<std::vector<Waiting>> waiting() = 0;  ///< By person id.
};

/// Exactly once: what was accepted from whom.
class InboxStore {
public:
    virtual ~InboxStore() = default;
    virtual Result<bool> is_seen(const DeviceId& from, const MessageId& id) = 0;
    virtual Result<void> mark_seen(const DeviceId& from, const MessageId& id, WallTime now) = 0;
};

class EventLog {
public:
    virtual ~EventLog() = default;
    virtual Result<std::uint64_t> append_event(const Event& event) = 0;  ///< Returns its seq.
    /// Events with seq > `since`, ascending, at most `limit`.
    virtual Result<std::vector<Event>> events_since(std::uint64_t since, std::size_t limit) = 0;
    struct Range {
        std::uint64_t first = 1;  ///< Oldest kept; last + 1 when empty.
        std::uint64_t last = 0;
    };
    virtual Result<Range> event_range() = 0;
    virtual Result<void> trim_events(std::size_t keep) = 0;  ///< Drops the oldest beyond `keep`.
    /// Where a named consumer is; 0 when unknown.
    virtual Result<std::uint64_t> acknowledged(std::string_view consumer) = 0;
    /// `too_large`: there are limits::event_consumers_max.
    virtual Result<void> acknowledge(std::string_view consumer, std::uint64_t seq) = 0;
};

class RefStore {
public:
    virtual ~RefStore() = default;
    virtual Result<std::optional<RefResult>> find_ref(std::string_view ref) = 0;
    virtual Result<void> put_ref(std::string_view ref, const RefResult& result) = 0;
    virtual Result<void> forget_refs_before(WallTime time) = 0;
};

class SettingStore {
public:
    virtual ~SettingStore() = default;
    virtual Result<std::optional<std::string>> find_setting(std::string_view key) = 0;
    virtual Result<void> put_setting(std::string_view key, std::string_view value) = 0;
    virtual Result<void> remove_setting(std::string_view key) = 0;  ///< Of what is not there: fine.
};

/// Everything the engine gets, by reference: the owner (the node, or a simulated one) outlives it.
struct Stores {
    Transactions& transactions;
    PeopleStore& people;
    AddressStore& addresses;
    MessageStore& messages;
    OutboxStore& outbox;
    InboxStore& inbox;
    EventLog& events;
    RefStore& refs;
    SettingStore& settings;
    SessionStore& sessions;
    EnvelopeStores envelopes;
    SearchStore& search;
};

}  // namespace earshot::store
