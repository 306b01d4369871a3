#include "tui/styled_text.hpp"

#include <algorithm>

#include "tui/clusters.hpp"

namespace earshot::tui {
namespace {

/// One character of the text that is cut.
struct Unit {
    std::string_view text;
    int width;
    std::size_t piece;  ///< Whose style it has.

    bool is_space() const { return text == " "; }
    bool is_line_end() const { return text == "\n"; }
};

std::vector<Unit> units_of(const std::vector<Piece>& text) {
    std::vector<Unit> units;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string_view rest = text[i].text;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            for (const auto& grapheme : graphemes_of(rest.substr(0, end)))
                units.push_back({grapheme.text, grapheme.width, i});
            if (end < rest.size()) units.push_back({rest.substr(end, 1), 0, i});
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return units;
}

Line line_of(const std::vector<Piece>& text, const std::vector<Unit>& units, std::size_t first,
             std::size_t end) {
    Line line;
    std::size_t last_piece = text.size();
    for (auto i = first; i < end; ++i) {
        if (units[i].piece != last_piece) line.push_back({"", text[units[i].piece].style});
        last_piece = units[i].piece;
        line.back().text += units[i].text;
    }
    return line;
}

/// After a space, and between two wide characters, whose scripts have no spaces.
bool may_break_before(const std::vector<Unit>& units, std::size_t first, std::size_t at) {
    if (at == first || units[at].is_space()) return false;
    return units[at - 1].is_space() || (units[at].width >= 2 && units[at - 1].width >= 2);
}

/// Where the line that begins at `first` has to end, if it may be `width` wide.
std::size_t line_end_of(const std::vector<Unit>& units, std::size_t first, int width) {
    int used = 0;
    std::size_t last_break = first;  // Nowhere yet.
    for (auto at = first; at < units.size() && !units[at].is_line_end(); ++at) {
        if (may_break_before(units, first, at)) last_break = at;
        used += units[at].width;
        // A space may hang over: it is not shown at a break.
        if (used > width && !units[at].is_space())
            return last_break > first ? last_break : std::max(at, first + 1);
    }
    return static_cast<std::size_t>(
        std::find_if(units.begin() + static_cast<std::ptrdiff_t>(first), units.end(),
                     [](const Unit& unit) { return unit.is_line_end(); }) -
        units.begin());
}

}  // namespace

int width_of(const Line& line) {
    int width = 0;
    for (const auto& piece : line) width += width_of(piece.text);
    return width;
}

std::string text_of(const Line& line) {
    std::string text;
    for (const auto& piece : line) text += piece.text;
    return text;
}

std::vector<Line> wrapped(const std::vector<Piece>& text, int width) {
    const auto units = units_of(text);
    std::vector<Line> lines;
    std::size_t first = 0;
    while (true) {
        const auto end = line_end_of(units, first, width);
        const bool is_broken = end < units.size() && !units[end].is_line_end();
        auto shown = end;
        while (is_broken && shown > first && units[shown - 1].is_space()) --shown;
        lines.push_back(line_of(text, units, first, shown));
        if (end >= units.size()) return lines;
        first = is_broken ? end : end + 1;
    }
}

int draw(Canvas& canvas, Point point, const Line& line) {
    for (const auto& piece : line) point.x = canvas.write(point, piece.text, piece.style);
    return point.x;
}

Line filled(Line line, int width, const Style& style) {
    const int missing = width - width_of(line);
    if (missing > 0) line.push_back({std::string(static_cast<std::size_t>(missing), ' '), style});
    return line;
}

}  // namespace earshot::tui
