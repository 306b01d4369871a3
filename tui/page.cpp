#include "tui/page.hpp"

#include <algorithm>

#include "tui/clusters.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr Size least{40, 6};
constexpr int width_max = 100;
constexpr int frame_width = 4;
constexpr int frame_height = 2;
constexpr int wheel_lines = 3;

}  // namespace

void Page::add_key(std::string letter, std::function<void()> act, bool stays) {
    acts_.push_back({std::move(letter), std::move(act), stays});
}

void Page::draw(Canvas canvas, const Scene& scene) {
    const int room = std::min(canvas.width() - 2, width_max) - frame_width;
    const auto lines = lines_(scene, std::max(1, room));
    int widest = least.width - frame_width;
    for (const auto& line : lines) widest = std::max(widest, width_of(line));
    const auto& hint = hint_.empty() ? std::string{scene.texts(Say::hint_close)} : hint_;
    widest = std::clamp(std::max(widest, width_of(hint) + 2), 1, std::max(1, room));
    count_ = static_cast<int>(lines.size());
    const Size wanted{widest + frame_width,
                      std::max(count_ + frame_height, std::min(least.height, count_ + 4))};
    auto inside = draw_box(canvas, scene, wanted, title_, hint);
    height_ = std::max(1, inside.height());
    const int last = std::max(0, count_ - height_);
    top_ = follows_end_ ? last : std::clamp(top_, 0, last);
    for (int y = 0; y < height_ && top_ + y < count_; ++y)
        tui::draw(inside, {0, y}, lines[static_cast<std::size_t>(top_ + y)]);
    if (top_ > 0) inside.write({inside.width() - 1, 0}, scene.signs.up, scene.theme.dim);
    if (top_ < last)
        canvas.part(inside.area())
            .write({inside.width() - 1, height_ - 1}, scene.signs.down, scene.theme.attention);
}

void Page::scroll(int lines) {
    top_ = std::clamp(top_ + lines, 0, std::max(0, count_ - height_));
    follows_end_ = follows_end_ && top_ == std::max(0, count_ - height_);
}

bool Page::on_key(const Key& key) {
    switch (key.code) {
        case Key::Code::escape: finish(); return true;
        case Key::Code::up: scroll(-1); return true;
        case Key::Code::down: scroll(1); return true;
        case Key::Code::page_up: scroll(-std::max(1, height_ - 1)); return true;
        case Key::Code::page_down: scroll(std::max(1, height_ - 1)); return true;
        case Key::Code::home: scroll(-count_); return true;
        case Key::Code::end: scroll(count_); return true;
        case Key::Code::character: break;
        default: return false;
    }
    if (key.ctrl || key.alt) return false;
    for (const auto& one : acts_) {
        if (one.letter != key.text) continue;
        const auto act = one.act;
        if (!one.stays) finish();
        act();
        return true;
    }
    if (key.text == "q") finish();
    return true;
}

void Page::on_mouse(const Mouse& mouse) {
    if (mouse.kind == Mouse::Kind::wheel_up) scroll(-wheel_lines);
    if (mouse.kind == Mouse::Kind::wheel_down) scroll(wheel_lines);
}

}  // namespace earshot::tui
