#include "node/store/settings.hpp"

#include <utility>

namespace earshot::store {
namespace {

constexpr std::size_t kept_max = 512;
constexpr std::size_t kept_bytes_max = 256;  // Of one value. Drafts are longer.

}  // namespace

void SqliteSettings::forget_after_rollback() {
    if (std::exchange(rollbacks_, database_.rollbacks()) != database_.rollbacks()) kept_.clear();
}

void SqliteSettings::keep(std::string_view key, std::optional<std::string> value) {
    if (const auto known = kept_.find(key); known != kept_.end()) kept_.erase(known);
    if (value && value->size() > kept_bytes_max) return;
    if (kept_.size() >= kept_max) kept_.clear();
    kept_.emplace(key, std::move(value));
}

Result<std::optional<std::string>> SqliteSettings::find_setting(std::string_view key) {
    forget_after_rollback();
    if (const auto known = kept_.find(key); known != kept_.end()) return known->second;
    EARSHOT_TRY(auto value,
                first_row<std::string>(find_.query(key),
                                       [](Rows& rows, std::string& text) { rows.read(text); }));
    keep(key, value);
    return value;
}

Result<void> SqliteSettings::put_setting(std::string_view key, std::string_view value) {
    forget_after_rollback();
    EARSHOT_CHECK(put_.run(key, value));
    keep(key, std::string{value});
    return {};
}

Result<void> SqliteSettings::remove_setting(std::string_view key) {
    forget_after_rollback();
    EARSHOT_CHECK(remove_.run(key));
    keep(key, std::nullopt);
    return {};
}

}  // namespace earshot::store
