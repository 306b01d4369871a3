#include "core/store/memory_envelopes.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {

Result<std::vector<HeldEnvelope>> MemoryHeld::held() { return values_of(held_); }

Result<void> MemoryHeld::add_held(const HeldEnvelope& row, ByteView envelope) {
    EARSHOT_CHECK(turn_.allow_write());
    if (held_.find(row.id)) return Error{ErrorKind::conflict, "this envelope is held already"};
    held_.put(row.id, row);
    envelopes_.put(row.id, to_bytes(envelope));
    return {};
}

Result<std::optional<Bytes>> MemoryHeld::find_envelope(const EnvelopeId& id) {
    return copy_of(envelopes_, id);
}

Result<bool> MemoryHeld::remove_held(const EnvelopeId& id) {
    EARSHOT_CHECK(turn_.allow_write());
    envelopes_.erase(id);
    return held_.erase(id);
}

Result<std::vector<PurgedEnvelope>> MemoryHeld::purged() { return values_of(purged_); }

Result<void> MemoryHeld::put_purged(const PurgedEnvelope& row) {
    EARSHOT_CHECK(turn_.allow_write());
    purged_.put(row.id, row);
    return {};
}

Result<bool> MemoryHeld::remove_purged(const EnvelopeId& id) {
    EARSHOT_CHECK(turn_.allow_write());
    return purged_.erase(id);
}

Result<std::optional<HeldStore::Age>> MemoryHeld::find_age() { return copy_of(age_, true); }

Result<void> MemoryHeld::put_age(const Age& age) {
    EARSHOT_CHECK(turn_.allow_write());
    age_.put(true, age);
    return {};
}

Result<std::vector<Deposit>> MemoryDeposits::deposits() { return values_of(deposits_); }

Result<std::uint64_t> MemoryDeposits::add_deposit(const Deposit& row, ByteView content) {
    EARSHOT_CHECK(turn_.allow_write());
    if (positions_.find(row.message))
        return Error{ErrorKind::conflict, "this message is carried already"};
    auto added = row;
    added.position = last_position_.next();
    positions_.put(row.message, added.position);
    deposits_.put(added.position, added);
    contents_.put(row.message, to_bytes(content));
    return added.position;
}

Result<std::optional<Bytes>> MemoryDeposits::find_content(const MessageId& message) {
    return copy_of(contents_, message);
}

Result<void> MemoryDeposits::end_deposit(const MessageId& message) {
    EARSHOT_CHECK(turn_.allow_write());
    const auto* const position = positions_.find(message);
    if (!position) return Error{ErrorKind::not_found, "nobody carries this message"};
    auto row = *deposits_.find(*position);
    row.is_over = true;
    deposits_.put(row.position, row);
    contents_.erase(message);
    return {};
}

Result<bool> MemoryDeposits::remove_deposit(const MessageId& message) {
    EARSHOT_CHECK(turn_.allow_write());
    const auto position = copy_of(positions_, message);
    if (!position) return false;
    deposits_.erase(*position);
    positions_.erase(message);
    contents_.erase(message);
    const auto& rows = copies_.rows();
    for (auto row = rows.lower_bound({message, DeviceId{}});
         row != rows.end() && row->first.first == message;) {
        const auto key = (row++)->first;
        copies_.erase(key);
    }
    return true;
}

Result<std::vector<Copy>> MemoryDeposits::copies() { return values_of(copies_); }

Result<void> MemoryDeposits::put_copy(const Copy& copy) {
    EARSHOT_CHECK(turn_.allow_write());
    copies_.put({copy.message, copy.carrier}, copy);
    return {};
}

Result<bool> MemoryDeposits::remove_copy(const MessageId& message, const DeviceId& carrier) {
    EARSHOT_CHECK(turn_.allow_write());
    return copies_.erase({message, carrier});
}

Result<std::optional<CollectedEnvelope>> MemoryCollected::find_collected(const EnvelopeId& id) {
    return copy_of(rows_, id);
}

Result<void> MemoryCollected::put_collected(const CollectedEnvelope& row) {
    EARSHOT_CHECK(turn_.allow_write());
    if (!rows_.find(row.id)) order_.put(numbers_.next(), row.id);
    rows_.put(row.id, row);
    if (rows_.rows().size() <= limits::collected_max) return {};
    const auto oldest = *order_.rows().begin();
    order_.erase(oldest.first);
    rows_.erase(oldest.second);
    return {};
}

}  // namespace earshot::store
