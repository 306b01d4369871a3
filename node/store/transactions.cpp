#include "node/store/transactions.hpp"

#include <cassert>

namespace earshot::store {

SqliteTransactions::~SqliteTransactions() {
    if (is_open_) rollback();
}

Result<void> SqliteTransactions::begin() {
    assert(!is_open_);
    turns_.lock();
    is_open_ = true;
    return begin_.run();
}

Result<void> SqliteTransactions::commit() {
    assert(is_open_);
    EARSHOT_CHECK(commit_.run());
    leave();
    return {};
}

void SqliteTransactions::rollback() noexcept {
    // Not when SQLite did it already. It cannot fail in a way that matters: what was not committed
    // is no part of the database.
    if (!sqlite3_get_autocommit(database_.handle()))
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    database_.mend();
    leave();
}

void SqliteTransactions::leave() noexcept {
    if (!std::exchange(is_open_, false)) return;
    turns_.unlock();
}

}  // namespace earshot::store
