#pragma once

#include <cstdint>
#include <utility>

#include "core/store/memory_tables.hpp"

/// Envelopes in a MemoryStore. Only for its sources.
namespace earshot::store {

class MemoryHeld final : public HeldStore {
public:
    explicit MemoryHeld(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::vector<HeldEnvelope>> held() override;
    Result<void> add_held(const HeldEnvelope& row, ByteView envelope) override;
    Result<std::optional<Bytes>> find_envelope(const EnvelopeId& id) override;
    Result<bool> remove_held(const EnvelopeId& id) override;
    Result<std::vector<PurgedEnvelope>> purged() override;
    Result<void> put_purged(const PurgedEnvelope& row) override;
    Result<bool> remove_purged(const EnvelopeId& id) override;
    Result<std::optional<Age>> find_age() override;
    Result<void> put_age(const Age& age) override;

private:
    MemoryTransactions& turn_;  // As in all of these: owned by the same MemoryStore.
    Table<EnvelopeId, HeldEnvelope> held_{turn_.undo()};
    Table<EnvelopeId, Bytes> envelopes_{turn_.undo()};
    Table<EnvelopeId, PurgedEnvelope> purged_{turn_.undo()};
    Table<bool, Age> age_{turn_.undo()};
};

class MemoryDeposits final : public DepositStore {
public:
    explicit MemoryDeposits(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::vector<Deposit>> deposits() override;
    Result<std::uint64_t> add_deposit(const Deposit& row, ByteView content) override;
    Result<std::optional<Bytes>> find_content(const MessageId& message) override;
    Result<void> end_deposit(const MessageId& message) override;
    Result<bool> remove_deposit(const MessageId& message) override;
    Result<std::vector<Copy>> copies() override;
    Result<void> put_copy(const Copy& copy) override;
    Result<bool> remove_copy(const MessageId& message, const DeviceId& carrier) override;

private:
    MemoryTransactions& turn_;
    Table<std::uint64_t, Deposit> deposits_{turn_.undo()};
    Table<MessageId, std::uint64_t> positions_{turn_.undo()};
    Table<MessageId, Bytes> contents_{turn_.undo()};
    Table<std::pair<MessageId, DeviceId>, Copy> copies_{turn_.undo()};
    Counter last_position_{turn_.undo()};  // Never taken back.
};

class MemoryCollected final : public CollectedStore {
public:
    explicit MemoryCollected(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::optional<CollectedEnvelope>> find_collected(const EnvelopeId& id) override;
    Result<void> put_collected(const CollectedEnvelope& row) override;

private:
    MemoryTransactions& turn_;
    Table<EnvelopeId, CollectedEnvelope> rows_{turn_.undo()};
    Table<std::uint64_t, EnvelopeId> order_{turn_.undo()};
    Counter numbers_{turn_.undo()};
};

}  // namespace earshot::store
