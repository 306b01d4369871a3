#pragma once

#include <cstddef>

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// Fills the full-text index of messages a little at a time, so that no message waits for it. The
/// index and the mark of how far it is change together, so a crash leaves them consistent.
namespace earshot::store {

class SearchIndex {
public:
    /// Both outlive this.
    SearchIndex(Database& database, Transactions& transactions) noexcept
        : database_(database), transactions_(transactions) {}

    /// Between two turns, when nothing else waits: a turn of its own over at most `limit` messages,
    /// fewer when they are long. True while there is more to do.
    Result<bool> index_step(std::size_t limit);
    /// The same inside a turn.
    Result<bool> index_some(std::size_t limit);

private:
    Database& database_;
    Transactions& transactions_;
    Statement mark_{database_, "SELECT value FROM mark WHERE name = 'indexed_message'"};
    Statement next_{database_,
                    "SELECT number, text, place FROM message_words WHERE number > ?"
                    " ORDER BY number LIMIT ?"};
    Statement add_{database_, "INSERT INTO message_text(rowid, text, place) VALUES (?, ?, ?)"};
    Statement put_mark_{database_, "UPDATE mark SET value = ? WHERE name = 'indexed_message'"};
};

}  // namespace earshot::store
