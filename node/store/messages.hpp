#pragma once

#include <cstdint>
#include <map>

#include "core/store/store.hpp"
#include "node/store/conversation_rows.hpp"
#include "node/store/message_columns.hpp"
#include "node/store/recent_messages.hpp"
#include "node/store/statement.hpp"

/// Conversations and their messages in SQLite.
namespace earshot::store {

class SqliteMessages final : public MessageStore {
public:
    explicit SqliteMessages(Database& database) noexcept : database_(database) {}

    Result<std::vector<Conversation>> conversations() override;
    Result<std::optional<Conversation>> find_conversation(const ConversationId& id) override;
    Result<void> put_conversation(const Conversation& conversation) override;
    Result<void> add_message(const Message& message) override;
    Result<std::optional<Message>> find_message(const MessageId& id) override;
    Result<void> set_state(const MessageId& id, const Step& step) override;
    Result<std::optional<Progress>> progress_of(const MessageId& id) override;
    Result<std::vector<Message>> page(const ConversationId& id, const Page& page) override;
    Result<std::vector<Entry>> first_of(const ConversationId& id, const Stretch& stretch,
                                        std::size_t limit) override;
    Result<std::vector<Entry>> last_of(const ConversationId& id, const Stretch& stretch,
                                       std::size_t limit) override;
    Result<std::uint64_t> count_of(const ConversationId& id, const Stretch& stretch) override;
    Result<void> remove_conversation(const ConversationId& id) override;
    Result<std::vector<MessageId>> find_ids(std::string_view prefix, std::size_t limit) override;

private:
    /// The row number by which messages name their conversation; 0 when it was never put.
    Result<std::int64_t> number_of(const ConversationId& id);

    /// What is kept in memory is as of the last rollback.
    void forget_after_rollback();
    /// What `statement` finds of a stretch.
    Result<Rows> find_stretch(Statement& statement, std::int64_t conversation,
                              const Stretch& stretch, std::size_t limit);
    /// `not_found` when it is not in this conversation.
    Result<Ordered> clock_of(const MessageId& message, std::int64_t conversation);

    Database& database_;
    ConversationRows conversations_{database_};
    std::map<ConversationId, std::int64_t> numbers_;
    RecentMessages recent_;
    std::uint64_t rollbacks_ = 0;

    Statement add_message_{
        database_,
        "INSERT INTO message(id, conversation, author, hlc, author_seq, sent, stored, state, text,"
        " source, route) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    Statement find_message_{
        database_,
        "SELECT " EARSHOT_MESSAGE_COLUMNS
        " FROM message m JOIN conversation c ON c.number = m.conversation WHERE m.id = ?"};
    Statement set_state_{database_,
                         "UPDATE message SET state = ?2, took = coalesce(took, ?3),"
                         " answered = coalesce(answered, ?4), seen = coalesce(seen, ?5)"
                         " WHERE id = ?1"};
    Statement set_recent_state_{database_,
                                "UPDATE message SET state = ?2, took = coalesce(took, ?3),"
                                " answered = coalesce(answered, ?4), seen = coalesce(seen, ?5)"
                                " WHERE number = ?1"};
    Statement progress_{database_, "SELECT took, answered, seen FROM message WHERE id = ?"};
    Statement place_of_{database_, "SELECT hlc FROM message WHERE id = ? AND conversation = ?"};
    Statement newest_{database_, "SELECT " EARSHOT_MESSAGE_COLUMNS
                                 " FROM message m JOIN conversation c ON c.number = m.conversation"
                                 " WHERE m.conversation = ? ORDER BY hlc DESC, m.id DESC LIMIT ?"};
    Statement before_{database_, "SELECT " EARSHOT_MESSAGE_COLUMNS
                                 " FROM message m JOIN conversation c ON c.number = m.conversation"
                                 " WHERE m.conversation = ? AND (hlc, m.id) < (?, ?)"
                                 " ORDER BY hlc DESC, m.id DESC LIMIT ?"};
    Statement after_{database_, "SELECT " EARSHOT_MESSAGE_COLUMNS
                                " FROM message m JOIN conversation c ON c.number = m.conversation"
                                " WHERE m.conversation = ? AND (hlc, m.id) > (?, ?)"
                                " ORDER BY hlc, m.id LIMIT ?"};
    Statement first_of_{database_,
                        "SELECT hlc, id, author_seq, state FROM message WHERE conversation = ?"
                        " AND author = ? AND (hlc, id) > (?, ?) AND (hlc, id) <= (?, ?)"
                        " ORDER BY hlc, id LIMIT ?"};
    Statement last_of_{database_,
                       "SELECT hlc, id, author_seq, state FROM message WHERE conversation = ?"
                       " AND author = ? AND (hlc, id) > (?, ?) AND (hlc, id) <= (?, ?)"
                       " ORDER BY hlc DESC, id DESC LIMIT ?"};
    Statement count_of_{database_,
                        "SELECT count(*) FROM (SELECT 1 FROM message WHERE conversation = ?"
                        " AND author = ? AND (hlc, id) > (?, ?) AND (hlc, id) <= (?, ?) LIMIT ?)"};
    // The index keeps no text of its own: it must be told what it forgets.
    Statement forget_text_{database_,
                           "INSERT INTO message_text(message_text, rowid, text, place)"
                           " SELECT 'delete', w.number, w.text, w.place"
                           " FROM message m JOIN message_words w ON w.number = m.number"
                           " WHERE m.conversation = ? AND m.number <="
                           " (SELECT value FROM mark WHERE name = 'indexed_message')"};
    Statement remove_messages_{database_, "DELETE FROM message WHERE conversation = ?"};
    // Numbers of what was newest are given again.
    Statement lower_mark_{
        database_,
        "UPDATE mark SET value = min(value, (SELECT coalesce(max(number), 0) FROM message))"
        " WHERE name = 'indexed_message'"};
    Statement find_ids_{database_,
                        "SELECT id FROM message WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"};
};

}  // namespace earshot::store
