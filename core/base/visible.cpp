#include "core/base/visible.hpp"

#include <array>
#include <charconv>

namespace earshot {
namespace {

constexpr char32_t line_separator = 0x2028;
constexpr char32_t paragraph_separator = 0x2029;

void append_hexadecimal(std::string& out, unsigned value, std::size_t digits_min) {
    std::array<char, 8> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), value, 16).ptr;
    const auto size = static_cast<std::size_t>(end - digits.begin());
    if (size < digits_min) out.append(digits_min - size, '0');
    out.append(digits.data(), size);
}

void append_byte(std::string& out, unsigned value) {
    out += "\\x";
    append_hexadecimal(out, value, 2);
}

void append_escaped(std::string& out, char32_t c) {
    switch (c) {
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    if (c < 0x80) {
        append_byte(out, static_cast<unsigned>(c));
        return;
    }
    out += "\\u{";
    append_hexadecimal(out, static_cast<unsigned>(c), 1);
    out += '}';
}

}  // namespace

bool is_showable(char32_t c) noexcept {
    return !is_hidden(c) && c != line_separator && c != paragraph_separator;
}

bool is_joiner(char32_t c) noexcept { return c == 0x200C || c == 0x200D; }

std::string visible(std::string_view text) {
    std::string out;
    for_each_code_point(text, [&](std::string_view piece, const std::optional<CodePoint>& next) {
        if (!next)
            append_byte(out, static_cast<unsigned char>(piece.front()));
        else if (is_showable(next->value))
            out += piece;
        else
            append_escaped(out, next->value);
    });
    return out;
}

std::string visible_lines(std::string_view text, std::size_t indentation) {
    std::string out;
    for_each_code_point(text, [&](std::string_view piece, const std::optional<CodePoint>& next) {
        if (next && next->value == '\n')
            out.append("\n").append(indentation, ' ');
        else if (next && next->value == '\t')
            out += "    ";
        else if (next && is_joiner(next->value))
            out += piece;
        else
            out += visible(piece);
    });
    return out;
}

}  // namespace earshot
