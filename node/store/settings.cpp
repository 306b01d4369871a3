#include "node/store/settings.hpp"

namespace earshot::store {

Result<std::optional<std::string>> SqliteSettings::find_setting(std::string_view key) {
    return first_row<std::string>(find_.query(key),
                                  [](Rows& rows, std::string& value) { rows.read(value); });
}

Result<void> SqliteSettings::put_setting(std::string_view key, std::string_view value) {
    return put_.run(key, value);
}

Result<void> SqliteSettings::remove_setting(std::string_view key) { return remove_.run(key); }

}  // namespace earshot::store
