#pragma once

#include <algorithm>

/// Places on a terminal, in character cells; the upper left one is 0, 0.
namespace earshot::tui {

struct Point {
    int x = 0;
    int y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Size {
    int width = 0;
    int height = 0;
    friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    bool contains(Point point) const noexcept {
        return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
    }
    bool empty() const noexcept { return width <= 0 || height <= 0; }
    friend bool operator==(const Rect&, const Rect&) = default;
};

/// What both cover.
inline Rect intersection(const Rect& a, const Rect& b) noexcept {
    const int x = std::max(a.x, b.x);
    const int y = std::max(a.y, b.y);
    return {x, y, std::max(0, std::min(a.x + a.width, b.x + b.width) - x),
            std::max(0, std::min(a.y + a.height, b.y + b.height) - y)};
}

}  // namespace earshot::tui
