#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "core/store/memory_tables.hpp"
#include "core/store/session_store.hpp"

/// A part of MemoryStore. Only for its sources.
namespace earshot::store {

class MemorySessions final : public SessionStore {
public:
    explicit MemorySessions(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::vector<SessionRow>> sessions_of(const DeviceId& device) override;
    Result<std::optional<DeviceId>> find_session(const SessionId& id) override;
    Result<void> put_session(const SessionRow& session) override;
    Result<void> remove_session(const DeviceId& device, const SessionId& id) override;
    Result<std::vector<PrekeyRow>> prekeys() override;
    Result<void> put_prekey(const PrekeyRow& prekey) override;
    Result<void> remove_prekey(std::uint32_t id) override;
    Result<std::optional<Bytes>> find_peer_keys(const DeviceId& device) override;
    Result<void> put_peer_keys(const DeviceId& device, const Bytes& keys) override;
    Result<bool> is_first_seen(const std::array<std::byte, 32>& first) override;
    Result<void> mark_first_seen(const std::array<std::byte, 32>& first,
                                 std::uint32_t prekey) override;
    Result<void> forget_device(const DeviceId& device) override;

private:
    MemoryTransactions& turn_;  // Owned by the same MemoryStore.
    Table<std::pair<DeviceId, SessionId>, Bytes> sessions_{turn_.undo()};
    Table<SessionId, DeviceId> owners_{turn_.undo()};
    Table<std::uint32_t, PrekeyRow> prekeys_{turn_.undo()};
    Table<DeviceId, Bytes> peer_keys_{turn_.undo()};
    Table<std::array<std::byte, 32>, std::uint32_t> firsts_{turn_.undo()};
};

}  // namespace earshot::store
