#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Text from strangers: is it UTF-8, and what of it may be shown.
namespace earshot {

/// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

/// All bytes of a character but its first begin with the bits 10 (RFC 3629, section 3).
constexpr bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

struct CodePoint {
    char32_t value;
    std::size_t bytes;  ///< That it takes in UTF-8.
};

/// What `text` begins with, or nothing when it is empty or does not begin with strict UTF-8.
std::optional<CodePoint> first_code_point(std::string_view text) noexcept;

/// Takes what stands before the first `mark` out of `text`, and the mark as well; all of it where
/// there is none.
std::string_view take_until(std::string_view& text, char mark) noexcept;

/// Controls, bidirectional overrides, and the invisible characters that can make one name look like
/// another.
bool is_hidden(char32_t c) noexcept;

/// Two names that look the same but for the size of their letters have the same form: Latin, Greek,
/// Cyrillic and Armenian capitals become small. For warnings; it decides nothing.
std::string case_folded(std::string_view text);

/// A name that can be shown on one line: valid UTF-8 kept, controls and bidirectional overrides
/// dropped, white space folded, at most `bytes_max` bytes, cut at a character border.
std::string clean_name(std::string_view text, std::size_t bytes_max);

}  // namespace earshot
