#include "node/control/settings.hpp"

#include <algorithm>
#include <boost/json/string.hpp>
#include <charconv>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/notify/working_hours.hpp"
#include "node/runtime/log.hpp"

namespace earshot::control {
namespace {

constexpr Setting table[] = {
    {"name", SettingType::text, "", "The name that others see"},
    {"net.port", SettingType::integer, "47700",
     "TCP port to listen at by preference, from the next start on", limits::dial_port_min, 65535},
    {"net.mdns", SettingType::flag, "true", "Find people by mDNS"},
    {"net.broadcast", SettingType::flag, "true", "Find people by broadcast where mDNS is blocked"},
    {"net.visibility", SettingType::choice, "known",
     "Where strangers see you: everywhere, in known networks, or hidden", 0, 0,
     "everywhere|known|hidden"},
    {"privacy.read", SettingType::flag, "true", "Tell contacts that you have read their messages"},
    {"privacy.typing", SettingType::flag, "true", "Tell contacts that you are writing to them"},
    {"notify.privacy", SettingType::choice, "full",
     "What notifications show: full (sender and text), sender, or none of it", 0, 0,
     "full|sender|none"},
    {"notify.hours", SettingType::hours, "",
     "When you want to be disturbed, like mon-fri 08:00-18:00; empty: always"},
    {"ui.theme", SettingType::choice, "system", "Colors of the programs: system, light or dark", 0,
     0, "system|light|dark"},
    {"ui.language", SettingType::choice, "system",
     "Language of the programs: system, en (English) or ru (Russian)", 0, 0, "system|en|ru"},
    {"ui.scale", SettingType::integer, "100", "Size of text in the window, in percent", 80, 200},
    {"ui.reduce_motion", SettingType::flag, "false", "The window moves as little as it can"},
    {"log.level", SettingType::log_level, "info",
     "How much is logged: debug, info, warning, error or off"},
};

bool is_choice(const Setting& setting, std::string_view text) {
    auto choices = setting.choices;
    while (!choices.empty())
        if (take_until(choices, '|') == text) return true;
    return false;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string network_setting(std::string_view id) { return "network." + std::string{id}; }

bool is_visible(std::string_view visibility, bool is_known) noexcept {
    return visibility == "everywhere" || (visibility == "known" && is_known);
}

std::span<const Setting> settings() noexcept { return table; }

const Setting* find_setting(std::string_view key) noexcept {
    const auto* found = std::ranges::find(table, key, &Setting::key);
    return found == std::end(table) ? nullptr : found;
}

std::optional<std::string> setting_text(const Setting& setting, const Json& value) {
    std::string text;
    if (const auto* given = value.if_string())
        text.assign(given->data(), given->size());
    else if (value.is_int64() || value.is_bool())
        text = to_text(value);
    else
        return std::nullopt;
    switch (setting.type) {
        case SettingType::text: return text;
        case SettingType::integer: {
            const auto number = parse_integer(text);
            if (!number || *number < setting.least || *number > setting.most) return std::nullopt;
            return std::to_string(*number);
        }
        case SettingType::flag:
            if (text == "true" || text == "on" || text == "yes") return "true";
            if (text == "false" || text == "off" || text == "no") return "false";
            return std::nullopt;
        case SettingType::choice:
            return is_choice(setting, text) ? std::optional{text} : std::nullopt;
        case SettingType::hours:
            return notify::WorkingHours::parse(text) ? std::optional{text} : std::nullopt;
        case SettingType::log_level:
            if (!runtime::parse_log_level(text)) return std::nullopt;
            return text;
    }
    return std::nullopt;
}

Json setting_value(const Setting& setting, std::string_view text) {
    if (setting.type == SettingType::flag) return text == "true";
    if (setting.type == SettingType::integer)
        if (const auto number = parse_integer(text)) return *number;
    return Json(boost::json::string_view{text.data(), text.size()});
}

std::string_view type_name(SettingType type) noexcept {
    switch (type) {
        case SettingType::integer: return "integer";
        case SettingType::flag: return "flag";
        case SettingType::text:
        case SettingType::choice:
        case SettingType::hours:
        case SettingType::log_level: break;
    }
    return "text";
}

}  // namespace earshot::control
