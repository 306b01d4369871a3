#pragma once

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// What calls with a `ref` answered, in SQLite.
namespace earshot::store {

class SqliteRefs final : public RefStore {
public:
    explicit SqliteRefs(Database& database) noexcept : database_(database) {}

    Result<std::optional<RefResult>> find_ref(std::string_view ref) override;
    Result<void> put_ref(std::string_view ref, const RefResult& result) override;
    Result<void> forget_refs_before(WallTime time) override;

private:
    Database& database_;
    Statement find_{database_, "SELECT request_hash, result, made FROM ref WHERE ref = ?"};
    Statement put_{database_, "REPLACE INTO ref VALUES (?, ?, ?, ?)"};
    Statement forget_{database_, "DELETE FROM ref WHERE made < ?"};
};

}  // namespace earshot::store
