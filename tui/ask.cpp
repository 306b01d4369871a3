#include "tui/ask.hpp"

#include <algorithm>
#include <utility>

#include "tui/clusters.hpp"
#include "tui/say.hpp"
#include "tui/styled_text.hpp"

namespace earshot::tui {
namespace {

constexpr int box_width = 60;

}  // namespace

Ask::Ask(Question question, std::function<void(const std::string&)> answer)
    : question_(std::move(question)), answer_(std::move(answer)), editor_(question_.bytes_max) {
    editor_.set_text(question_.answer);
}

void Ask::draw(Canvas canvas, const Scene& scene) {
    const int width = std::min(box_width, canvas.width());
    const auto lines = wrapped({{question_.words, scene.theme.text}}, std::max(10, width - 4));
    const int count = static_cast<int>(lines.size());
    auto inside =
        draw_box(canvas, scene, {width, count + 6}, question_.title, scene.texts(Say::ask_hint));
    int y = 1;
    for (const auto& line : lines) tui::draw(inside, {0, y++}, line);
    ++y;
    inside.write({0, y}, scene.signs.prompt, scene.theme.accent);
    inside.write({2, y}, editor_.text(), scene.theme.bold);
    inside.set_cursor(
        {2 + width_of(std::string_view{editor_.text()}.substr(0, editor_.cursor())), y});
}

bool Ask::on_key(const Key& key) {
    switch (key.code) {
        case Key::Code::escape: finish(); return true;
        case Key::Code::enter:
            if (editor_.empty()) return true;
            finish();
            answer_(editor_.text());
            return true;
        case Key::Code::backspace: editor_.erase_left(); return true;
        case Key::Code::remove: editor_.erase_right(); return true;
        case Key::Code::left: editor_.move_left(); return true;
        case Key::Code::right: editor_.move_right(); return true;
        case Key::Code::home: editor_.move_home(); return true;
        case Key::Code::end: editor_.move_end(); return true;
        case Key::Code::character:
            if (key.ctrl && key.text == "u") editor_.take_text();
            if (key.ctrl || key.alt) return key.text != "c" && key.text != "q";
            editor_.insert(key.text);
            return true;
        default: return false;
    }
}

void Ask::on_paste(const std::string& text) {
    editor_.insert(text.substr(0, text.find_first_of("\r\n")));
}

}  // namespace earshot::tui
