#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tui/screen.hpp"
#include "tui/style.hpp"

/// Text in several styles, cut into lines of a width.
namespace earshot::tui {

struct Piece {
    std::string text;
    Style style{};
    friend bool operator==(const Piece&, const Piece&) = default;
};

/// Of one line.
using Line = std::vector<Piece>;

int width_of(const Line& line);
std::string text_of(const Line& line);

/// Breaks at line ends in the text, then between words, and inside a word that is wider than a
/// line; never inside a character. The space at a break goes. At least one line.
std::vector<Line> wrapped(const std::vector<Piece>& text, int width);

/// Draws `line` at `point`; where it ends.
int draw(Canvas& canvas, Point point, const Line& line);

/// With spaces of `style` up to `width`.
Line filled(Line line, int width, const Style& style);

}  // namespace earshot::tui
