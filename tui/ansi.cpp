#include "tui/ansi.hpp"

#include <array>
#include <charconv>

#include "core/base/visible.hpp"

namespace earshot::tui {
namespace {

constexpr std::size_t lines_max = 5000;
constexpr std::size_t sequence_bytes_max = 64;
constexpr std::size_t line_bytes_max = 16 * 1024;

/// The sixteen named colours, as xterm has them but calmer.
constexpr std::array<std::uint32_t, 16> named{
    0x000000, 0xB3362B, 0x2B8A57, 0xA87308, 0x2F5FA0, 0x8A3F8C, 0x176B7C, 0xC8C8C8,
    0x7B8185, 0xE9776C, 0x58C48A, 0xE0B04F, 0x94B7E8, 0xBDA6E6, 0x67BFCF, 0xFFFFFF};

/// Of the 256 colours: a cube and greys.
std::uint32_t indexed(int index) {
    if (index < 16) return named[static_cast<std::size_t>(index < 0 ? 0 : index)];
    if (index >= 232) {
        const auto grey = static_cast<std::uint32_t>(8 + 10 * (index - 232));
        return grey << 16 | grey << 8 | grey;
    }
    const auto level = [](int step) {
        return static_cast<std::uint32_t>(step == 0 ? 0 : 55 + 40 * step);
    };
    const int cube = index - 16;
    return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6);
}

std::vector<int> numbers_of(std::string_view parameters) {
    std::vector<int> numbers;
    while (true) {
        const auto end = std::min(parameters.find_first_of(";:"), parameters.size());
        int number = 0;
        std::from_chars(parameters.data(), parameters.data() + end, number);
        numbers.push_back(number);
        if (end == parameters.size()) return numbers;
        parameters.remove_prefix(end + 1);
    }
}

}  // namespace

void Ansi::clear() {
    lines_ = {Line{}};
    held_.clear();
    style_ = {};
}

void Ansi::add(std::string_view bytes) {
    held_ += bytes;
    std::string_view rest = held_;
    while (!rest.empty()) {
        const auto special = std::min(rest.find_first_of("\x1b\r\n"), rest.size());
        if (special > 0) {
            // A character that has not come whole waits for its end.
            auto whole = special;
            if (special == rest.size())
                for (std::size_t back = 1; back <= 3 && back <= special; ++back) {
                    const auto c = static_cast<unsigned char>(rest[special - back]);
                    if (c < 0x80) break;
                    if (c < 0xC0) continue;
                    const std::size_t size = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
                    if (size > back) whole = special - back;
                    break;
                }
            add_text(rest.substr(0, whole));
            rest.remove_prefix(whole);
            if (whole < special) break;
            continue;
        }
        if (rest[0] == '\n') {
            lines_.emplace_back();
            if (lines_.size() > lines_max) lines_.erase(lines_.begin());
            rest.remove_prefix(1);
            continue;
        }
        if (rest[0] == '\r') {
            rest.remove_prefix(1);
            continue;
        }
        if (rest.size() < 2) break;
        if (rest[1] != '[') {
            rest.remove_prefix(2);
            continue;
        }
        const auto end = rest.find_first_not_of("0123456789;:?<=>! ", 2);
        if (end == std::string_view::npos) {
            if (rest.size() > sequence_bytes_max) rest = {};
            break;
        }
        on_sequence(rest.substr(2, end - 2), rest[end]);
        rest.remove_prefix(end + 1);
    }
    held_ = std::string{rest};
}

void Ansi::add_text(std::string_view text) {
    auto& line = lines_.back();
    std::size_t size = 0;
    for (const auto& piece : line) size += piece.text.size();
    if (size > line_bytes_max) return;
    const auto shown = visible_lines(text);
    if (line.empty() || line.back().style != style_) line.push_back({"", style_});
    line.back().text += shown;
}

void Ansi::on_sequence(std::string_view parameters, char last) {
    if (last == 'm') on_style(numbers_of(parameters));
}

void Ansi::on_style(const std::vector<int>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const int number = numbers[i];
        const auto color = [&]() -> Color {
            if (i + 2 < numbers.size() && numbers[i + 1] == 5) {
                i += 2;
                return rgb(indexed(numbers[i]));
            }
            if (i + 4 < numbers.size() && numbers[i + 1] == 2) {
                i += 4;
                const auto part = [&](std::size_t at) {
                    return static_cast<std::uint32_t>(numbers[at] & 0xFF);
                };
                return rgb(part(i - 2) << 16 | part(i - 1) << 8 | part(i));
            }
            return {};
        };
        if (number == 0) style_ = {};
        if (number == 1) style_.bold = true;
        if (number == 2) style_.foreground = rgb(0x808487);
        if (number == 3) style_.italic = true;
        if (number == 4) style_.underline = true;
        if (number == 7) style_.inverse = true;
        if (number == 22) style_.bold = false;
        if (number == 27) style_.inverse = false;
        if (number >= 30 && number <= 37) style_.foreground = rgb(indexed(number - 30));
        if (number >= 90 && number <= 97) style_.foreground = rgb(indexed(number - 82));
        if (number >= 40 && number <= 47) style_.background = rgb(indexed(number - 40));
        if (number == 39) style_.foreground = {};
        if (number == 49) style_.background = {};
        if (number == 38) style_.foreground = color();
        if (number == 48) style_.background = color();
    }
}

}  // namespace earshot::tui
