#pragma once

#include "core/store/session_store.hpp"
#include "node/store/statement.hpp"

/// Keys of messages, in SQLite. What is deleted is overwritten (`secure_delete`).
namespace earshot::store {

class SqliteSessions final : public SessionStore {
public:
    explicit SqliteSessions(Database& database) noexcept : database_(database) {}

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
    Database& database_;
    Statement of_{database_, "SELECT device, id, state FROM session WHERE device = ? ORDER BY id"};
    Statement find_{database_, "SELECT device FROM session WHERE id = ?"};
    Statement put_{database_,
                   "INSERT INTO session VALUES (?, ?, ?)"
                   " ON CONFLICT(device, id) DO UPDATE SET state = excluded.state"};
    Statement remove_{database_, "DELETE FROM session WHERE device = ? AND id = ?"};
    Statement prekeys_{database_, "SELECT id, reserved_for, keys, made FROM prekey ORDER BY id"};
    Statement put_prekey_{database_, "INSERT OR REPLACE INTO prekey VALUES (?, ?, ?, ?)"};
    Statement remove_prekey_{database_, "DELETE FROM prekey WHERE id = ?"};
    Statement remove_firsts_{database_, "DELETE FROM first_seen WHERE prekey = ?"};
    Statement peer_keys_{database_, "SELECT keys FROM peer_keys WHERE device = ?"};
    Statement put_peer_keys_{database_, "INSERT OR REPLACE INTO peer_keys VALUES (?, ?)"};
    Statement first_{database_, "SELECT 1 FROM first_seen WHERE first = ?"};
    Statement count_firsts_{database_, "SELECT count(*) FROM first_seen"};
    Statement mark_first_{database_, "INSERT OR IGNORE INTO first_seen VALUES (?, ?)"};
    Statement forget_sessions_{database_, "DELETE FROM session WHERE device = ?"};
    Statement forget_prekeys_{database_, "DELETE FROM prekey WHERE reserved_for = ?"};
    Statement forget_peer_keys_{database_, "DELETE FROM peer_keys WHERE device = ?"};
};

}  // namespace earshot::store
