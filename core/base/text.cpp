#include "core/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace earshot {
namespace {

/// How much of the beginning is ASCII, in steps of eight bytes: most text is, and is checked at the
/// speed of memory.
std::size_t ascii_prefix(std::string_view text) noexcept {
    std::size_t size = 0;
    while (text.size() - size >= sizeof(std::uint64_t)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + size, sizeof eight);
        if ((eight & 0x8080808080808080) != 0) break;
        size += sizeof eight;
    }
    return size;
}

bool is_space(char32_t c) noexcept {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

/// Of scripts in which capitals and small letters come in rows of their own, or side by side.
char32_t small(char32_t c) noexcept {
    const auto in = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    if (in('A', 'Z') || (in(0xC0, 0xDE) && c != 0xD7)) return c + 0x20;
    if ((in(0x391, 0x3A9) && c != 0x3A2) || in(0x410, 0x42F)) return c + 0x20;
    if (in(0x400, 0x40F)) return c + 0x50;
    if (in(0x531, 0x556)) return c + 0x30;
    const bool is_even_capital = (in(0x100, 0x137) && c != 0x130) || in(0x14A, 0x177) ||
                                 in(0x460, 0x481) || in(0x48A, 0x4BF) || in(0x4D0, 0x52F) ||
                                 in(0x1E00, 0x1E95) || in(0x1EA0, 0x1EFF);
    const bool is_odd_capital = in(0x139, 0x148) || in(0x179, 0x17E) || in(0x4C1, 0x4CE);
    if (is_even_capital) return c | 1;
    if (is_odd_capital) return c % 2 == 1 ? c + 1 : c;
    return c;
}

void append_utf8(std::string& text, char32_t c) {
    const auto add = [&text](char32_t byte) { text += static_cast<char>(byte); };
    const auto add_tail = [&](unsigned shift) { add(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        add(c);
    } else if (c < 0x800) {
        add(0xC0 | c >> 6), add_tail(0);
    } else if (c < 0x10000) {
        add(0xE0 | c >> 12), add_tail(6), add_tail(0);
    } else {
        add(0xF0 | c >> 18), add_tail(12), add_tail(6), add_tail(0);
    }
}

}  // namespace

std::optional<CodePoint> first_code_point(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (text.empty()) return std::nullopt;
    const unsigned first = byte(0);
    if (first < 0x80) return CodePoint{first, 1};
    std::size_t size = 0;
    char32_t value = 0;
    char32_t least = 0;
    if (first >= 0xC2 && first <= 0xDF) {
        size = 2, value = first & 0x1Fu, least = 0x80;
    } else if (first >= 0xE0 && first <= 0xEF) {
        size = 3, value = first & 0x0Fu, least = 0x800;
    } else if (first >= 0xF0 && first <= 0xF4) {
        size = 4, value = first & 0x07u, least = 0x10000;
    } else {
        return std::nullopt;
    }
    if (text.size() < size) return std::nullopt;
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(text[i])) return std::nullopt;
        value = value << 6 | (byte(i) & 0x3Fu);
    }
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < least || value > 0x10FFFF || surrogate) return std::nullopt;
    return CodePoint{value, size};
}

bool is_hidden(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE0FFF);
}

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        text.remove_prefix(ascii_prefix(text));
        if (text.empty()) break;
        const auto next = first_code_point(text);
        if (!next) return false;
        text.remove_prefix(next->bytes);
    }
    return true;
}

std::string_view take_until(std::string_view& text, char mark) noexcept {
    const auto before = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(before.size() + 1, text.size()));
    return before;
}

std::string case_folded(std::string_view text) {
    std::string folded;
    while (const auto next = first_code_point(text)) {
        append_utf8(folded, small(next->value));
        text.remove_prefix(next->bytes);
    }
    return folded;
}

std::string clean_name(std::string_view text, std::size_t bytes_max) {
    std::string clean;
    bool space_pending = false;
    while (!text.empty()) {
        const auto next = first_code_point(text);
        const auto piece = text.substr(0, next ? next->bytes : 1);
        text.remove_prefix(piece.size());
        if (!next) continue;
        if (is_space(next->value)) {
            space_pending = !clean.empty();
            continue;
        }
        if (is_hidden(next->value)) continue;
        if (clean.size() + piece.size() + (space_pending ? 1 : 0) > bytes_max) break;
        if (space_pending) clean += ' ';
        space_pending = false;
        clean += piece;
    }
    return clean;
}

}  // namespace earshot
