#pragma once

#include <array>
#include <string_view>

/// Texts that terminals and programs get wrong: what people of all scripts write every day, and
/// what nobody should be able to do to a terminal.
namespace earshot::tui {

struct NastyText {
    std::string_view text;
    int width;  ///< Cells, as termpaint and tmux count them.
};

inline constexpr std::array<NastyText, 16> nasty_texts{{
    {"plain", 5},
    {"Привет, Ёж", 10},
    {"日本語", 6},
    {"한국어", 6},
    {"🇩🇪🇫🇷", 4},                    // Flags: two letters each.
    {"👍🏽", 4},                // A skin tone.
    {"👩\u200d🚀", 4},                // Joined by U+200D.
    {"👨\u200d👩\u200d👧\u200d👦", 8},  // A family.
    {"☺\ufe0f", 1},                 // With a variation selector.
    {"e\u0301e\u0308\u0323", 2},    // Accents that combine.
    {"שלום", 4},                    // From right to left.
    {"مرحبا", 5},                   //
    {"हिन्दी", 5},                   // Vowel signs; the spacing ones take a cell.
    {"ก\u0e49", 1},                 // A tone mark.
    {"①②", 2},                      // Of ambiguous width.
    {"ｆｕｌｌ", 8},                // Full width.
}};

/// Texts with something in them that may never reach a terminal.
inline constexpr std::array<std::string_view, 8> hostile_texts{
    "\x1b[2J\x1b[1;1Hgone",
    "\x07\x07\x07",
    "a\rb",
    "\x9b"
    "31mred",
    "\xc2\x9b"
    "31mred",
    "\u202egnp.exe",
    "\xff\xfe broken",
    "a\u2028b\u2066c",
};

}  // namespace earshot::tui
