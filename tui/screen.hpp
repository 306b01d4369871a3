#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tui/geometry.hpp"
#include "tui/style.hpp"

/// What shall be seen: a grid of cells in memory. It is drawn anew for each picture and handed to a
/// terminal, which writes what has changed; tests look at it as it is.
namespace earshot::tui {

struct Cell {
    std::string text = " ";  ///< One character with all that is put on top of it.
    Style style{};
    std::uint8_t width = 1;  ///< 2: the next cell belongs to it, and is 0 wide and empty.
    friend bool operator==(const Cell&, const Cell&) = default;
};

class Screen {
public:
    explicit Screen(Size size);

    Size size() const noexcept { return size_; }
    const Cell& at(Point point) const;

    /// Blank.
    void clear();
    void resize(Size size);

    /// Writes one line within `clip`; what does not fit is left out. Where the text ends.
    int write(Point point, std::string_view text, const Style& style, const Rect& clip);
    void fill(const Rect& rect, const Style& style);

    void set_cursor(std::optional<Point> cursor) noexcept { cursor_ = cursor; }
    std::optional<Point> cursor() const noexcept { return cursor_; }

    /// Row `y` as text, without the spaces at its end.
    std::string line(int y) const;
    /// All rows, each with a line end.
    std::string text() const;

private:
    Cell& cell(Point point);
    void put(Point point, std::string_view cluster, int width, const Style& style);
    /// Both halves of a wide character go when one of them is written over.
    void free(Point point);

    Size size_;
    std::vector<Cell> cells_;
    std::optional<Point> cursor_;
};

/// A part of a screen, with its own 0, 0: nothing drawn on it reaches beyond.
class Canvas {
public:
    explicit Canvas(Screen& screen)
        : screen_(screen), area_{0, 0, screen.size().width, screen.size().height}, clip_(area_) {}

    Size size() const noexcept { return {area_.width, area_.height}; }
    int width() const noexcept { return area_.width; }
    int height() const noexcept { return area_.height; }
    const Rect& area() const noexcept { return area_; }

    /// A part of this one.
    Canvas part(const Rect& rect) const;

    int write(Point point, std::string_view text, const Style& style) {
        return screen_.write(absolute(point), text, style, clip_) - area_.x;
    }
    void fill(const Rect& rect, const Style& style) {
        screen_.fill(
            intersection({area_.x + rect.x, area_.y + rect.y, rect.width, rect.height}, clip_),
            style);
    }
    void fill(const Style& style) { fill({0, 0, area_.width, area_.height}, style); }
    /// Only where it is inside.
    void set_cursor(Point point) {
        if (clip_.contains(absolute(point))) screen_.set_cursor(absolute(point));
    }

private:
    Canvas(Screen& screen, const Rect& area, const Rect& clip)
        : screen_(screen), area_(area), clip_(clip) {}
    Point absolute(Point point) const noexcept { return {area_.x + point.x, area_.y + point.y}; }

    Screen& screen_;
    Rect area_;
    Rect clip_;  ///< On the screen.
};

}  // namespace earshot::tui
