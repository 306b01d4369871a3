#pragma once

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// What was accepted from whom, in SQLite.
namespace earshot::store {

class SqliteInbox final : public InboxStore {
public:
    explicit SqliteInbox(Database& database) noexcept : database_(database) {}

    Result<bool> is_seen(const DeviceId& from, const MessageId& id) override;
    Result<void> mark_seen(const DeviceId& from, const MessageId& id, WallTime now) override;

private:
    Database& database_;
    Statement is_seen_{database_, "SELECT 1 FROM seen WHERE device = ? AND id = ?"};
    Statement mark_seen_{database_, "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)"};
};

}  // namespace earshot::store
