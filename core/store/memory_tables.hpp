#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/store/store.hpp"
#include "core/store/undo.hpp"

/// The parts of MemoryStore, one per interface. Only for its sources.
namespace earshot::store {

/// The transaction of a MemoryStore, and the faults ordered from it.
class MemoryTransactions final : public Transactions {
public:
    Result<void> begin() override;
    Result<void> commit() override;
    void rollback() noexcept override;

    /// Every change asks first.
    Result<void> allow_write();

    UndoLog& undo() noexcept { return undo_; }
    std::size_t commits() const noexcept { return commits_; }

    struct Faults {
        std::optional<ErrorKind> commit;
        std::optional<ErrorKind> write;
        std::optional<ErrorKind> always;
    };
    Faults faults;

private:
    Error break_turn(const Error& error);

    UndoLog undo_;
    std::optional<Error> broken_;  ///< What this turn failed with: nothing of it may be kept.
    std::size_t commits_ = 0;
    bool is_open_ = false;
};

/// The values of a table, in the order of its keys.
template <class Key, class Value>
std::vector<Value> values_of(const Table<Key, Value>& table) {
    std::vector<Value> values;
    values.reserve(table.rows().size());
    for (const auto& [key, value] : table.rows()) values.push_back(value);
    return values;
}

template <class Key, class Value>
std::optional<Value> copy_of(const Table<Key, Value>& table, const Key& key) {
    const auto* found = table.find(key);
    return found ? std::optional(*found) : std::nullopt;
}
class MemoryAddresses;

class MemoryPeople final : public PeopleStore {
public:
    /// `addresses` lives as long as this.
    MemoryPeople(MemoryTransactions& turn, MemoryAddresses& addresses)
        : turn_(turn), addresses_(addresses) {}
    Result<std::vector<Person>> people() override;
    Result<std::optional<Person>> find_person(const PersonId& id) override;
    Result<void> put_person(const Person& person) override;
    Result<std::vector<Device>> devices() override;
    Result<void> put_device(const Device& device) override;
    Result<void> remove_person(const PersonId& id) override;

private:
    MemoryTransactions& turn_;  // As in all of these: owned by the same MemoryStore.
    MemoryAddresses& addresses_;
    Table<PersonId, Person> people_{turn_.undo()};
    Table<DeviceId, Device> devices_{turn_.undo()};
};

class MemoryAddresses final : public AddressStore {
public:
    explicit MemoryAddresses(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::vector<KnownAddress>> addresses() override;
    Result<void> put_address(const KnownAddress& address) override;
    Result<std::vector<std::string>> seeds() override;
    Result<void> add_seed(std::string_view seed) override;
    Result<void> remove_seed(std::string_view seed) override;
    void forget(const DeviceId& device);

private:
    MemoryTransactions& turn_;
    Table<std::pair<DeviceId, Endpoint>, WallTime> addresses_{turn_.undo()};
    Table<std::string, bool> seeds_{turn_.undo()};
};

class MemoryOutbox final : public OutboxStore {
public:
    explicit MemoryOutbox(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::uint64_t> add_outgoing(const Outgoing& outgoing) override;
    Result<std::vector<Outgoing>> outgoing_after(const PersonId& to, std::uint64_t position,
                                                 std::size_t limit, std::size_t bytes_max) override;
    Result<std::optional<Outgoing>> find_outgoing(const MessageId& id) override;
    Result<void> put_sealed(const MessageId& id, const Seal& seal) override;
    Result<bool> remove_outgoing(const MessageId& id) override;
    Result<std::vector<Waiting>> waiting() override;

private:
    using Place = std::pair<PersonId, std::uint64_t>;

    MemoryTransactions& turn_;
    Table<Place, Outgoing> rows_{turn_.undo()};
    Table<MessageId, Place> places_{turn_.undo()};
    Counter positions_{turn_.undo()};  // Never taken back: a position is never given twice.
};

class MemoryInbox final : public InboxStore {
public:
    explicit MemoryInbox(MemoryTransactions& turn) : turn_(turn) {}
    Result<bool> is_seen(const DeviceId& from, const MessageId& id) override;
    Result<void> mark_seen(const DeviceId& from, const MessageId& id, WallTime now) override;

private:
    MemoryTransactions& turn_;
    Table<std::pair<DeviceId, MessageId>, WallTime> seen_{turn_.undo()};
};

class MemoryEvents final : public EventLog {
public:
    explicit MemoryEvents(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::uint64_t> append_event(const Event& event) override;
    Result<std::vector<Event>> events_since(std::uint64_t since, std::size_t limit) override;
    Result<Range> event_range() override;
    Result<void> trim_events(std::size_t keep) override;
    Result<std::uint64_t> acknowledged(std::string_view consumer) override;
    Result<void> acknowledge(std::string_view consumer, std::uint64_t seq) override;

private:
    MemoryTransactions& turn_;
    Table<std::uint64_t, Event> events_{turn_.undo()};
    Table<std::string, std::uint64_t> acknowledged_{turn_.undo()};
    Counter seqs_{turn_.undo()};
};

class MemoryRefs final : public RefStore {
public:
    explicit MemoryRefs(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::optional<RefResult>> find_ref(std::string_view ref) override;
    Result<void> put_ref(std::string_view ref, const RefResult& result) override;
    Result<void> forget_refs_before(WallTime time) override;

private:
    MemoryTransactions& turn_;
    Table<std::string, RefResult> refs_{turn_.undo()};
};

class MemorySettings final : public SettingStore {
public:
    explicit MemorySettings(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::optional<std::string>> find_setting(std::string_view key) override;
    Result<void> put_setting(std::string_view key, std::string_view value) override;
    Result<void> remove_setting(std::string_view key) override;

private:
    MemoryTransactions& turn_;
    Table<std::string, std::string> settings_{turn_.undo()};
};

}  // namespace earshot::store
