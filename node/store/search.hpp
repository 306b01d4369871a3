#pragma once

#include <cstdint>

#include "core/store/search_store.hpp"
#include "node/store/message_columns.hpp"
#include "node/store/search_index.hpp"
#include "node/store/statement.hpp"

/// Finds messages through SQLite's full-text index. What is looked for is always quoted there:
/// nothing that a person types is an operator.
namespace earshot::store {

class SqliteSearch final : public SearchStore {
public:
    /// Both outlive this.
    SqliteSearch(Database& database, SearchIndex& index) noexcept
        : database_(database), index_(index) {}
    /// Indexes first what came a moment ago.
    Result<Found> search(const Search& search) override;

private:
    /// The rows that one search looks at.
    struct Range {
        std::int64_t first = 0;
        std::int64_t last = 0;
        bool ends_early = false;  ///< There are older ones.
    };
    Result<Range> range_of(const Search& search, const std::string& query);
    Result<std::optional<std::string>> place_of(const Search& search);

    Database& database_;
    SearchIndex& index_;
    Statement conversation_{database_, "SELECT number FROM conversation WHERE id = ?"};
    Statement number_{database_, "SELECT number FROM message WHERE id = ?"};
    Statement id_{database_, "SELECT id FROM message WHERE number = ?"};
    Statement nth_{database_,
                   "SELECT rowid FROM message_text WHERE message_text MATCH ? AND rowid <= ?"
                   " ORDER BY rowid DESC LIMIT 1 OFFSET ?"};
    // The marks are bytes that no UTF-8 has, so no text can hold them.
    Statement hits_{database_,
                    "SELECT " EARSHOT_MESSAGE_COLUMNS
                    ", CAST(highlight(message_text, 0, x'ff', x'fe') AS BLOB)"
                    " FROM message_text JOIN message m ON m.number = message_text.rowid"
                    " JOIN conversation c ON c.number = m.conversation"
                    " WHERE message_text MATCH ? AND message_text.rowid BETWEEN ? AND ?"
                    " AND sent >= ? AND sent < ? ORDER BY message_text.rowid DESC LIMIT ?"};
};

}  // namespace earshot::store
