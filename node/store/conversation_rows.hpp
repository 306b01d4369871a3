#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/store/rows.hpp"
#include "node/store/statement.hpp"

/// The table of conversations in SQLite. Only for SqliteMessages.
namespace earshot::store {

class ConversationRows {
public:
    explicit ConversationRows(Database& database) noexcept : database_(database) {}

    Result<std::vector<Conversation>> all();  ///< By id.
    Result<std::optional<Conversation>> find(const ConversationId& id);
    Result<void> put(const Conversation& conversation);
    /// The row number by which messages name their conversation; nothing when it was never put.
    Result<std::optional<std::int64_t>> find_number(const ConversationId& id);
    Result<void> remove(std::int64_t number);

private:
    Result<void> put_by(Statement& statement, const Conversation& conversation);

    Database& database_;
    Statement all_{database_,
                   "SELECT id, kind, peer, last_hlc, own_seq, unread, last, newest, active,"
                   " heard_hlc, heard_id, read_hlc, read_id, late, first_unread_hlc,"
                   " first_unread_id, mark_untold, mark_waiting, peer_read_hlc, peer_read_id,"
                   " peer_since, peer_settled FROM conversation ORDER BY id"};
    Statement find_{database_,
                    "SELECT id, kind, peer, last_hlc, own_seq, unread, last, newest, active,"
                    " heard_hlc, heard_id, read_hlc, read_id, late, first_unread_hlc,"
                    " first_unread_id, mark_untold, mark_waiting, peer_read_hlc, peer_read_id,"
                    " peer_since, peer_settled FROM conversation WHERE id = ?"};
    Statement change_{database_,
                      "UPDATE conversation SET (kind, peer, last_hlc, own_seq, unread, last,"
                      " newest, active, heard_hlc, heard_id, read_hlc, read_id, late,"
                      " first_unread_hlc, first_unread_id, mark_untold, mark_waiting,"
                      " peer_read_hlc, peer_read_id, peer_since, peer_settled) ="
                      " (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
                      " ?18, ?19, ?20, ?21, ?22) WHERE id = ?1"};
    Statement add_{database_,
                   "INSERT INTO conversation(id, kind, peer, last_hlc, own_seq, unread, last,"
                   " newest, active, heard_hlc, heard_id, read_hlc, read_id, late,"
                   " first_unread_hlc, first_unread_id, mark_untold, mark_waiting, peer_read_hlc,"
                   " peer_read_id, peer_since, peer_settled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                   " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    Statement number_{database_, "SELECT number FROM conversation WHERE id = ?"};
    Statement remove_{database_, "DELETE FROM conversation WHERE number = ?"};
};

}  // namespace earshot::store
