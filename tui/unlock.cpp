#include "tui/unlock.hpp"

#include <algorithm>
#include <utility>

#include "core/base/limits.hpp"
#include "tui/clusters.hpp"
#include "tui/say.hpp"
#include "tui/styled_text.hpp"

namespace earshot::tui {
namespace {

constexpr int box_width = 60;

}  // namespace

Unlock::Unlock(By by, Give give)
    : by_(by), give_(std::move(give)), editor_(limits::passphrase_bytes_max) {}

void Unlock::ask_again(std::string problem) {
    is_checking_ = false;
    problem_ = std::move(problem);
}

void Unlock::draw(Canvas canvas, const Scene& scene) {
    const int width = std::min(box_width, canvas.width());
    const bool is_keyring = by_ == By::keyring;
    const auto words = scene.texts(is_keyring ? Say::unlock_keyring_words : Say::unlock_words);
    const auto lines = wrapped({{std::string{words}, scene.theme.text}}, std::max(10, width - 4));
    const int count = static_cast<int>(lines.size());
    auto inside = draw_box(canvas, scene, {width, count + 7}, scene.texts(Say::unlock_title),
                           scene.texts(Say::unlock_hint));
    int y = 1;
    for (const auto& line : lines) tui::draw(inside, {0, y++}, line);
    ++y;
    std::string dots;
    const auto letters = std::min(width_of(editor_.text()), std::max(1, inside.width() - 4));
    for (int i = 0; i < letters; ++i) dots += scene.signs.is_ascii ? "*" : "•";
    if (!is_keyring) {
        inside.write({0, y}, scene.signs.prompt, scene.theme.accent);
        inside.write({2, y}, dots, scene.theme.bold);
    }
    if (is_checking_)
        inside.write({0, y + 1}, scene.texts(Say::unlock_checking), scene.theme.dim);
    else
        inside.write({0, y + 1}, problem_, scene.theme.danger);
    if (!is_checking_ && !is_keyring) inside.set_cursor({2 + letters, y});
}

void Unlock::submit() {
    if (editor_.empty() && by_ == By::passphrase) return;
    is_checking_ = true;
    problem_.clear();
    give_(control::SecretText{editor_.take_text()});
}

bool Unlock::on_key(const Key& key) {
    // To leave, to repaint and to suspend is not ours to forbid.
    if (key.code == Key::Code::character && (key.ctrl || key.alt) && key.text != "u" &&
        key.text != "c")
        return false;
    if (is_checking_) return true;
    if (key.code == Key::Code::enter) submit();
    if (by_ == By::keyring) return true;
    switch (key.code) {
        case Key::Code::backspace: editor_.erase_left(); break;
        case Key::Code::character:
            if (key.ctrl || key.alt)
                editor_.set_text({});
            else
                editor_.insert(key.text);
            break;
        default: break;
    }
    return true;
}

void Unlock::on_paste(const std::string& text) {
    if (!is_checking_ && by_ == By::passphrase)
        editor_.insert(text.substr(0, text.find_first_of("\r\n")));
}

}  // namespace earshot::tui
