#include "tui/overlay.hpp"

#include <algorithm>

#include "tui/clusters.hpp"

namespace earshot::tui {

Canvas draw_box(Canvas& canvas, const Scene& scene, Size wanted, std::string_view title,
                std::string_view hint) {
    const auto& signs = scene.signs;
    const int width = std::min(canvas.width(), wanted.width);
    const int height = std::min(canvas.height(), wanted.height);
    const Rect place{(canvas.width() - width) / 2, (canvas.height() - height) / 2, width, height};
    // A column free on both sides: what is behind does not touch it.
    canvas.fill({place.x - 1, place.y, width + 2, height}, scene.theme.text);
    auto box = canvas.part(place);
    std::string line;
    for (int x = 0; x < width; ++x) line += signs.line;
    box.write({0, 0}, line, scene.theme.accent);
    box.write({0, height - 1}, line, scene.theme.accent);
    for (int y = 1; y + 1 < height; ++y) {
        box.write({0, y}, signs.column, scene.theme.accent);
        box.write({width - 1, y}, signs.column, scene.theme.accent);
    }
    if (!signs.is_ascii) {
        box.write({0, 0}, "╭", scene.theme.accent);
        box.write({width - 1, 0}, "╮", scene.theme.accent);
        box.write({0, height - 1}, "╰", scene.theme.accent);
        box.write({width - 1, height - 1}, "╯", scene.theme.accent);
    }
    if (!title.empty())
        box.write({2, 0}, ' ' + shortened(title, std::max(1, width - 6), signs.ellipsis) + ' ',
                  scene.theme.bold);
    if (!hint.empty()) {
        const auto text = ' ' + shortened(hint, std::max(1, width - 6), signs.ellipsis) + ' ';
        box.write({std::max(1, width - 2 - width_of(text)), height - 1}, text, scene.theme.dim);
    }
    return box.part({2, 1, width - 4, height - 2});
}

}  // namespace earshot::tui
