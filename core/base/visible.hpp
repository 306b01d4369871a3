#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/text.hpp"

/// Text from others as it may be shown: nothing in it can command a terminal, hide, or turn round
/// what stands beside it. Pure.
namespace earshot {

/// Calls `each(piece, code point or nothing where a byte is invalid)` along `text`.
template <class Each>
void for_each_code_point(std::string_view text, Each each) {
    while (!text.empty()) {
        const auto next = first_code_point(text);
        each(text.substr(0, next ? next->bytes : 1), next);
        text.remove_prefix(next ? next->bytes : 1);
    }
}

/// False for what is hidden or ends lines where nobody expects it.
bool is_showable(char32_t c) noexcept;
/// Invisible, and yet needed: some scripts and emoji are joined by it.
bool is_joiner(char32_t c) noexcept;

/// On one line: hidden characters and line ends are written out (`\u{202e}`, `\n`), invalid bytes
/// as `\x9b`.
std::string visible(std::string_view text);

/// Message text of one or more lines: line ends stay and are followed by `indentation` spaces, a
/// tab becomes four spaces; joiners stay.
std::string visible_lines(std::string_view text, std::size_t indentation = 0);

}  // namespace earshot
