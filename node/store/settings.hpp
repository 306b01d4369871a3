#pragma once

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// Settings in SQLite.
namespace earshot::store {

class SqliteSettings final : public SettingStore {
public:
    explicit SqliteSettings(Database& database) noexcept : database_(database) {}

    Result<std::optional<std::string>> find_setting(std::string_view key) override;
    Result<void> put_setting(std::string_view key, std::string_view value) override;
    Result<void> remove_setting(std::string_view key) override;

private:
    Database& database_;
    Statement find_{database_, "SELECT value FROM setting WHERE key = ?"};
    Statement put_{database_, "REPLACE INTO setting VALUES (?, ?)"};
    Statement remove_{database_, "DELETE FROM setting WHERE key = ?"};
};

}  // namespace earshot::store
