#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/control/json.hpp"

/// The settings that people can change, as one table. Stored as text under their key.
namespace earshot::control {

enum class SettingType { text, integer, flag, choice, hours, log_level };

struct Setting {
    std::string_view key;
    SettingType type;
    std::string_view fallback;  ///< Its text when nothing is stored.
    std::string_view summary;
    std::int64_t least = 0;  ///< Of an integer.
    std::int64_t most = 0;
    std::string_view choices{};  ///< Of a choice: "one|other".
};

/// Where it is kept what a network is to us; not a setting that people see.
std::string network_setting(std::string_view id);
/// Whether strangers see us in a network, as `net.visibility` and its person say.
bool is_visible(std::string_view visibility, bool is_known) noexcept;
inline constexpr std::string_view network_known = "known";
inline constexpr std::string_view network_asked = "asked";  ///< And not answered yet.

std::span<const Setting> settings() noexcept;
const Setting* find_setting(std::string_view key) noexcept;

/// The text to store for a value that a client gave, as itself or as text; nothing when it does not
/// fit the setting.
std::optional<std::string> setting_text(const Setting& setting, const Json& value);
/// A stored text as a value of the setting's type.
Json setting_value(const Setting& setting, std::string_view text);
std::string_view type_name(SettingType type) noexcept;

}  // namespace earshot::control
