#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/store/envelope_store.hpp"

/// The messages of ours that others carry and with whom their copies are: in memory, and written
/// through to the store. Contents stay in the store. The store outlives it.
namespace earshot::carrier {

class DepositBook {
public:
    static Result<DepositBook> load(store::DepositStore& store);

    struct Entry {
        store::Deposit row;
        std::map<DeviceId, store::Copy> copies;

        std::size_t held_count() const;
    };
    /// By position: the order in which they were added.
    const std::map<std::uint64_t, Entry>& entries() const { return entries_; }
    const Entry* find(const MessageId& message) const;
    /// Whose secret this is. No two messages have one.
    const Entry* find(const PurgeSecret& secret) const;
    /// Of which message this envelope is a copy with that carrier.
    const Entry* find(const DeviceId& carrier, const EnvelopeId& envelope) const;
    /// All with copies there.
    std::vector<const Entry*> with(const DeviceId& carrier) const;
    bool has_copies(const DeviceId& carrier) const;
    std::size_t active_for(const DeviceId& recipient) const;

    /// Also again, of a message that is over: then its old copies only wait to be purged, and it is
    /// carried under a secret of its own. `conflict`: the message is here. `busy`: there are
    /// limits::deposits_max, none of them over.
    Result<void> add(store::Deposit row, ByteView content);
    Result<std::optional<Bytes>> find_content(const MessageId& message) const;
    /// Only to be purged from now on; without copies it goes at once. Precondition: it is here.
    Result<void> end(const MessageId& message);
    Result<void> put(const store::Copy& copy);
    /// The last copy of what is over takes it along. Precondition: they are here.
    Result<void> remove(const MessageId& message, const DeviceId& carrier);

private:
    explicit DepositBook(store::DepositStore& store) : store_(&store) {}
    void take(const store::Deposit& row);
    void index(const store::Copy& copy);
    Result<void> make_room();
    Result<void> set_aside(const Entry& entry);
    Result<void> forget(const MessageId& message);

    store::DepositStore* store_;
    std::map<std::uint64_t, Entry> entries_;
    std::map<MessageId, std::uint64_t> positions_;
    std::map<PurgeSecret, MessageId> secrets_;
    std::map<std::pair<DeviceId, EnvelopeId>, MessageId> envelopes_;
};

}  // namespace earshot::carrier
