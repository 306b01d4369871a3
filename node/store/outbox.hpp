#pragma once

#include <cstdint>
#include <optional>

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// What waits to be acknowledged, in SQLite.
namespace earshot::store {

class SqliteOutbox final : public OutboxStore {
public:
    explicit SqliteOutbox(Database& database) noexcept : database_(database) {}

    Result<std::uint64_t> add_outgoing(const Outgoing& outgoing) override;
    Result<std::vector<Outgoing>> outgoing_after(const PersonId& to, std::uint64_t position,
                                                 std::size_t limit, std::size_t bytes_max) override;
    Result<std::optional<Outgoing>> find_outgoing(const MessageId& id) override;
    Result<void> put_sealed(const MessageId& id, const Seal& seal) override;
    Result<bool> remove_outgoing(const MessageId& id) override;
    Result<std::vector<Waiting>> waiting() override;

private:
    Database& database_;
    /// Only ever counted up, also when a turn is taken back: a position is never given twice.
    std::optional<std::uint64_t> last_position_;

    Statement last_{database_, "SELECT coalesce(max(position), 0) FROM outgoing"};
    Statement add_{database_,
                   "INSERT INTO outgoing(position, recipient, id, kind, payload, queued,"
                   " sealed_for, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
    Statement after_{
        database_,
        "SELECT position, recipient, id, kind, payload, queued, sealed_for, sealed"
        " FROM outgoing WHERE recipient = ? AND position > ? ORDER BY position LIMIT ?"};
    Statement find_{database_,
                    "SELECT position, recipient, id, kind, payload, queued, sealed_for, sealed"
                    " FROM outgoing WHERE id = ?"};
    Statement seal_{database_, "UPDATE outgoing SET sealed_for = ?, sealed = ? WHERE id = ?"};
    Statement remove_{database_, "DELETE FROM outgoing WHERE id = ?"};
    Statement waiting_{database_,
                       "SELECT recipient, count(*) FROM outgoing"
                       " GROUP BY recipient ORDER BY recipient"};
};

}  // namespace earshot::store
