#pragma once

#include <cstdint>

/// How a cell looks.
namespace earshot::tui {

/// The terminal's own colour unless one was given.
struct Color {
    bool is_set = false;
    std::uint32_t rgb = 0;  ///< 0xRRGGBB
    friend bool operator==(const Color&, const Color&) = default;
};

constexpr Color rgb(std::uint32_t value) { return {true, value}; }

struct Style {
    Color foreground{};
    Color background{};
    bool bold = false;
    bool italic = false;
    bool underline = false;
    bool struck = false;
    bool inverse = false;
    friend bool operator==(const Style&, const Style&) = default;
};

}  // namespace earshot::tui
