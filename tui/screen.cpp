#include "tui/screen.hpp"

#include <cassert>

#include "tui/clusters.hpp"

namespace earshot::tui {

Screen::Screen(Size size) { resize(size); }

void Screen::resize(Size size) {
    size_ = {std::max(0, size.width), std::max(0, size.height)};
    clear();
}

void Screen::clear() {
    cells_.assign(static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(size_.height),
                  Cell{});
    cursor_.reset();
}

const Cell& Screen::at(Point point) const {
    assert((Rect{0, 0, size_.width, size_.height}.contains(point)));
    return cells_[static_cast<std::size_t>(point.y * size_.width + point.x)];
}

Cell& Screen::cell(Point point) {
    return cells_[static_cast<std::size_t>(point.y * size_.width + point.x)];
}

void Screen::free(Point point) {
    auto& old = cell(point);
    if (old.width == 2 && point.x + 1 < size_.width) {
        cell({point.x + 1, point.y}).text = " ";
        cell({point.x + 1, point.y}).width = 1;
    }
    if (old.width == 0 && point.x > 0) {
        cell({point.x - 1, point.y}).text = " ";
        cell({point.x - 1, point.y}).width = 1;
    }
}

void Screen::put(Point point, std::string_view cluster, int width, const Style& style) {
    for (int x = point.x; x < point.x + width; ++x) free({x, point.y});
    cell(point) = {std::string{cluster}, style, static_cast<std::uint8_t>(width)};
    if (width == 2) cell({point.x + 1, point.y}) = {"", style, 0};
}

int Screen::write(Point point, std::string_view text, const Style& style, const Rect& clip) {
    const auto bounds = intersection(clip, {0, 0, size_.width, size_.height});
    int x = point.x;
    for (const auto& cluster : clusters_of(text)) {
        if (cluster.width <= 0) continue;
        const bool fits = x >= bounds.x && x + cluster.width <= bounds.x + bounds.width &&
                          point.y >= bounds.y && point.y < bounds.y + bounds.height;
        // No control character ever reaches a cell: a tab, for one, is a space here.
        const bool is_control = static_cast<unsigned char>(cluster.text.front()) < ' ' ||
                                cluster.text.front() == '\x7f';
        const auto text_shown = is_control ? " " : cluster.text;
        if (fits) put({x, point.y}, text_shown, cluster.width, style);
        x += cluster.width;
    }
    return x;
}

void Screen::fill(const Rect& rect, const Style& style) {
    const auto inside = intersection(rect, {0, 0, size_.width, size_.height});
    for (int y = inside.y; y < inside.y + inside.height; ++y)
        for (int x = inside.x; x < inside.x + inside.width; ++x) put({x, y}, " ", 1, style);
}

std::string Screen::line(int y) const {
    std::string line;
    for (int x = 0; x < size_.width; ++x) line += at({x, y}).text;
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string Screen::text() const {
    std::string text;
    for (int y = 0; y < size_.height; ++y) text += line(y) + '\n';
    return text;
}

Canvas Canvas::part(const Rect& rect) const {
    const Rect area{area_.x + rect.x, area_.y + rect.y, std::max(0, rect.width),
                    std::max(0, rect.height)};
    return {screen_, area, intersection(area, clip_)};
}

}  // namespace earshot::tui
