#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "tui/geometry.hpp"

/// What comes from the person at the terminal.
namespace earshot::tui {

struct Key {
    enum class Code : std::uint8_t {
        character,
        enter,
        tab,
        backspace,
        remove,
        escape,
        up,
        down,
        left,
        right,
        home,
        end,
        page_up,
        page_down,
        function,  ///< `text` is its number.
    };
    Code code = Code::character;
    std::string text{};  ///< The character; of one with ctrl the small letter.
    bool ctrl = false;
    bool alt = false;
    bool shift = false;
    friend bool operator==(const Key&, const Key&) = default;
};

/// Comes whole, whatever is in it, and is never taken for keys.
struct Paste {
    std::string text;
};

struct Mouse {
    enum class Kind : std::uint8_t { press, wheel_up, wheel_down };
    Kind kind;
    Point at;
};

/// The terminal's window is looked at, or not any more.
struct Focus {
    bool is_in;
};

/// The terminal said what its own colours are.
struct Background {
    bool is_dark;
};

using Event = std::variant<Key, Paste, Mouse, Focus, Background>;

}  // namespace earshot::tui
