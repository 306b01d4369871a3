#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// Settings in SQLite. Short ones that were asked for are kept in memory, absent ones too: some are
/// asked for with every message.
namespace earshot::store {

class SqliteSettings final : public SettingStore {
public:
    explicit SqliteSettings(Database& database) noexcept : database_(database) {}

    Result<std::optional<std::string>> find_setting(std::string_view key) override;
    Result<void> put_setting(std::string_view key, std::string_view value) override;
    Result<void> remove_setting(std::string_view key) override;

private:
    void forget_after_rollback();
    void keep(std::string_view key, std::optional<std::string> value);

    Database& database_;
    /// As of the last rollback.
    std::map<std::string, std::optional<std::string>, std::less<>> kept_;
    std::uint64_t rollbacks_ = 0;
    Statement find_{database_, "SELECT value FROM setting WHERE key = ?"};
    Statement put_{database_, "REPLACE INTO setting VALUES (?, ?)"};
    Statement remove_{database_, "DELETE FROM setting WHERE key = ?"};
};

}  // namespace earshot::store
