#include "tui/composer.hpp"

#include <algorithm>

#include "tui/clusters.hpp"

namespace earshot::tui {
namespace {

constexpr int prompt_width = 2;
constexpr int rows_max = 10;

}  // namespace

int Composer::height(int width, int screen_height) const {
    const auto rows = rows_of(editor_.text(), std::max(1, width - prompt_width));
    return std::clamp(static_cast<int>(rows.size()), 1, std::clamp(screen_height / 3, 1, rows_max));
}

void Composer::draw(Canvas canvas, const Scene& scene, std::string_view placeholder,
                    bool has_focus) {
    text_width_ = std::max(1, canvas.width() - prompt_width);
    canvas.write({0, 0}, scene.signs.prompt, has_focus ? scene.theme.accent : scene.theme.dim);
    if (editor_.empty())
        canvas.write({prompt_width, 0}, shortened(placeholder, text_width_, scene.signs.ellipsis),
                     scene.theme.dim);
    const auto& text = editor_.text();
    const auto rows = rows_of(text, text_width_);
    const auto row = row_of(rows, editor_.cursor());
    const auto height = static_cast<std::size_t>(std::max(1, canvas.height()));
    top_ = std::min(top_, rows.size() > height ? rows.size() - height : 0);
    if (row < top_) top_ = row;
    if (row >= top_ + height) top_ = row + 1 - height;
    for (std::size_t i = top_; i < std::min(rows.size(), top_ + height); ++i) {
        const auto part = std::string_view{text}.substr(rows[i].first, rows[i].end - rows[i].first);
        canvas.write({prompt_width, static_cast<int>(i - top_)}, part, scene.theme.text);
    }
    if (!has_focus) return;
    const auto before =
        std::string_view{text}.substr(rows[row].first, editor_.cursor() - rows[row].first);
    canvas.set_cursor({prompt_width + width_of(before), static_cast<int>(row - top_)});
}

bool Composer::move_rows(int rows) {
    const auto lines = rows_of(editor_.text(), text_width_);
    const auto row = row_of(lines, editor_.cursor());
    const auto target = static_cast<std::ptrdiff_t>(row) + rows;
    if (target < 0 || target >= static_cast<std::ptrdiff_t>(lines.size())) return false;
    const std::string_view text = editor_.text();
    const int column = width_of(text.substr(lines[row].first, editor_.cursor() - lines[row].first));
    const auto& line = lines[static_cast<std::size_t>(target)];
    auto at = line.first;
    int used = 0;
    for (const auto& grapheme : graphemes_of(text.substr(line.first, line.end - line.first))) {
        if (used + grapheme.width > column) break;
        used += grapheme.width;
        at += grapheme.text.size();
    }
    editor_.move_to(at);
    return true;
}

}  // namespace earshot::tui
