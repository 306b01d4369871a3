#include "tui/terminal_events.hpp"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/text.hpp"

namespace earshot::tui {
namespace {

constexpr std::size_t paste_bytes_max = 1024 * 1024;

struct NamedKey {
    const char* (*name)();
    Key::Code code;
};

constexpr NamedKey named_keys[] = {
    {termpaint_input_enter, Key::Code::enter},
    {termpaint_input_numpad_enter, Key::Code::enter},
    {termpaint_input_tab, Key::Code::tab},
    {termpaint_input_backspace, Key::Code::backspace},
    {termpaint_input_delete, Key::Code::remove},
    {termpaint_input_escape, Key::Code::escape},
    {termpaint_input_arrow_up, Key::Code::up},
    {termpaint_input_arrow_down, Key::Code::down},
    {termpaint_input_arrow_left, Key::Code::left},
    {termpaint_input_arrow_right, Key::Code::right},
    {termpaint_input_home, Key::Code::home},
    {termpaint_input_end, Key::Code::end},
    {termpaint_input_page_up, Key::Code::page_up},
    {termpaint_input_page_down, Key::Code::page_down},
};

Key with_modifiers(Key key, int modifiers) {
    key.ctrl = (modifiers & TERMPAINT_MOD_CTRL) != 0;
    key.alt = (modifiers & TERMPAINT_MOD_ALT) != 0;
    key.shift = (modifiers & TERMPAINT_MOD_SHIFT) != 0;
    return key;
}

/// Two hexadecimal digits of one part of "rgb:1c1c/1c1c/1c1c".
std::optional<int> part_of(std::string_view text, int index) {
    for (; index > 0; --index) take_until(text, '/');
    int value = 0;
    const auto digits = text.substr(0, 2);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc{}) return std::nullopt;
    return value;
}

std::optional<bool> is_dark(std::string_view color) {
    const auto colon = color.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto red = part_of(color.substr(colon + 1), 0);
    const auto green = part_of(color.substr(colon + 1), 1);
    const auto blue = part_of(color.substr(colon + 1), 2);
    if (!red || !green || !blue) return std::nullopt;
    // Rec. 601 luma.
    return 299 * *red + 587 * *green + 114 * *blue < 128'000;
}

}  // namespace

std::vector<Event> EventTranslator::take() { return std::exchange(events_, {}); }

void EventTranslator::add(const termpaint_event& event) {
    switch (event.type) {
        case TERMPAINT_EV_CHAR: {
            Key key = with_modifiers({Key::Code::character, {event.c.string, event.c.length}},
                                     event.c.modifier);
            // A capital says so itself.
            if (!key.ctrl && !key.alt) key.shift = false;
            if ((key.ctrl || key.alt) && key.text.size() == 1 && key.text[0] >= 'A' &&
                key.text[0] <= 'Z')
                key.text[0] = static_cast<char>(key.text[0] + ('a' - 'A'));
            events_.emplace_back(std::move(key));
            return;
        }
        case TERMPAINT_EV_KEY: add_key(event); return;
        case TERMPAINT_EV_PASTE: {
            if (event.paste.initial) paste_.clear();
            if (paste_.size() + event.paste.length <= paste_bytes_max)
                paste_.append(event.paste.string, event.paste.length);
            if (event.paste.final) events_.emplace_back(Paste{std::exchange(paste_, {})});
            return;
        }
        case TERMPAINT_EV_MOUSE: add_mouse(event); return;
        case TERMPAINT_EV_MISC:
            if (event.misc.atom == termpaint_input_focus_in()) events_.emplace_back(Focus{true});
            if (event.misc.atom == termpaint_input_focus_out()) events_.emplace_back(Focus{false});
            return;
        case TERMPAINT_EV_COLOR_SLOT_REPORT:
            if (event.color_slot_report.slot != TERMPAINT_COLOR_SLOT_BACKGROUND) return;
            if (const auto dark =
                    is_dark({event.color_slot_report.color, event.color_slot_report.length}))
                events_.emplace_back(Background{*dark});
            return;
        default: return;
    }
}

void EventTranslator::add_key(const termpaint_event& event) {
    const std::string_view name{event.key.atom, event.key.length};
    if (event.key.atom == termpaint_input_space()) {
        auto key = with_modifiers({Key::Code::character, " "}, event.key.modifier);
        key.shift = false;
        events_.emplace_back(std::move(key));
        return;
    }
    for (const auto& named : named_keys)
        if (event.key.atom == named.name()) {
            events_.emplace_back(with_modifiers({named.code}, event.key.modifier));
            return;
        }
    if (name.size() >= 2 && name[0] == 'F' && name[1] >= '0' && name[1] <= '9')
        events_.emplace_back(
            with_modifiers({Key::Code::function, std::string{name.substr(1)}}, event.key.modifier));
}

void EventTranslator::add_mouse(const termpaint_event& event) {
    constexpr int wheel_up = 4;
    constexpr int wheel_down = 5;
    const Point at{event.mouse.x, event.mouse.y};
    if (event.mouse.action != TERMPAINT_MOUSE_PRESS) return;
    if (event.mouse.button == wheel_up)
        events_.emplace_back(Mouse{Mouse::Kind::wheel_up, at});
    else if (event.mouse.button == wheel_down)
        events_.emplace_back(Mouse{Mouse::Kind::wheel_down, at});
    else if (event.mouse.button == 0)
        events_.emplace_back(Mouse{Mouse::Kind::press, at});
}

}  // namespace earshot::tui
