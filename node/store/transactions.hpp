#pragma once

#include "core/store/store.hpp"
#include "node/store/checkpointer.hpp"
#include "node/store/database.hpp"
#include "node/store/statement.hpp"

/// Turns as SQLite transactions. A turn that only read commits without touching the disk.
namespace earshot::store {

class SqliteTransactions final : public Transactions {
public:
    /// Both outlive this.
    SqliteTransactions(Database& database, TicketLock& turns) noexcept
        : database_(database), turns_(turns) {}
    ~SqliteTransactions() override;

    Result<void> begin() override;
    Result<void> commit() override;
    void rollback() noexcept override;

private:
    void leave() noexcept;

    Database& database_;
    TicketLock& turns_;
    Statement begin_{database_, "BEGIN"};
    Statement commit_{database_, "COMMIT"};
    bool is_open_ = false;
};

}  // namespace earshot::store
