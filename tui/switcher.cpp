#include "tui/switcher.hpp"

#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr Size box{56, 18};
constexpr std::size_t name_bytes_max = 256;

std::string name_of(const client::Mirror& mirror, const Choice& choice) {
    if (const auto* person = mirror.people().find(choice.person)) return person->name;
    const auto* const row = mirror.conversations().find(choice.conversation);
    return row ? row->peer_name : std::string{};
}

}  // namespace

Switcher::Switcher(const client::Mirror& mirror, std::function<void(const Choice&)> choose)
    : mirror_(mirror), choose_(std::move(choose)), editor_(name_bytes_max) {}

std::vector<Choice> Switcher::found() const {
    const auto wanted = case_folded(editor_.text());
    std::vector<Choice> beginning;
    std::vector<Choice> containing;
    for (auto& choice : choices_of(mirror_)) {
        const auto name = case_folded(name_of(mirror_, choice));
        const auto at = name.find(wanted);
        if (at == 0 || (at != std::string::npos && name[at - 1] == ' '))
            beginning.push_back(std::move(choice));
        else if (at != std::string::npos)
            containing.push_back(std::move(choice));
    }
    std::ranges::move(containing, std::back_inserter(beginning));
    return beginning;
}

void Switcher::draw(Canvas canvas, const Scene& scene) {
    const auto& theme = scene.theme;
    auto inside =
        draw_box(canvas, scene, box, scene.texts(Say::go_to_title), scene.texts(Say::go_to_hint));
    inside.write({0, 0}, scene.signs.prompt, theme.accent);
    inside.write({2, 0}, editor_.text(), theme.text);
    inside.set_cursor(
        {2 + width_of(std::string_view{editor_.text()}.substr(0, editor_.cursor())), 0});
    const auto choices = found();
    const int count = static_cast<int>(choices.size());
    auto list = inside.part({0, 2, inside.width(), inside.height() - 2});
    list_ = list.area();
    pointed_ = std::clamp(pointed_, 0, std::max(0, count - 1));
    top_ = std::clamp(top_, pointed_ - list.height() + 1, pointed_);
    if (count == 0) list.write({2, 0}, scene.texts(Say::nothing_found), theme.dim);
    for (int y = 0; y < list.height() && top_ + y < count; ++y) {
        const auto& choice = choices[static_cast<std::size_t>(top_ + y)];
        const auto* const person = mirror_.people().find(choice.person);
        const auto* const row = mirror_.conversations().find(choice.conversation);
        const auto presence = person ? person->presence : client::Presence::offline;
        auto line = list.part({0, y, list.width(), 1});
        const auto under = top_ + y == pointed_ ? theme.selected : Style{};
        line.fill(under);
        if (top_ + y == pointed_) line.write({0, 0}, scene.signs.prompt, over(theme.accent, under));
        line.write({2, 0}, scene.signs.presence(presence), over(theme.presence(presence), under));
        // Two of one name are told apart by where they are.
        std::string where =
            person && person->namesake ? std::string{scene.texts(Say::namesake)} : std::string{};
        if (where.empty() && row && row->unread > 0)
            where = scene.texts.count(Say::unread_count, row->unread);
        if (where.empty() && person) where = visible(person->status_text);
        const int name_end = line.write(
            {4, 0},
            shortened(visible(name_of(mirror_, choice)), list.width() - 6, scene.signs.ellipsis),
            over(theme.text, under));
        line.write({name_end + 2, 0},
                   shortened(where, std::max(1, list.width() - name_end - 3), scene.signs.ellipsis),
                   over(theme.dim, under));
    }
}

void Switcher::choose(const Choice& choice) {
    finish();
    choose_(choice);
}

bool Switcher::on_key(const Key& key) {
    const auto choices = found();
    switch (key.code) {
        case Key::Code::escape: finish(); return true;
        case Key::Code::up: pointed_ = std::max(0, pointed_ - 1); return true;
        case Key::Code::down: ++pointed_; return true;
        case Key::Code::enter:
            if (pointed_ < static_cast<int>(choices.size()))
                choose(choices[static_cast<std::size_t>(pointed_)]);
            return true;
        case Key::Code::backspace: editor_.erase_left(); break;
        case Key::Code::character:
            if (key.ctrl && key.text == "u") {
                editor_.take_text();
            } else if (key.ctrl && key.text == "k") {
                ++pointed_;  // Pressed again it goes on.
                return true;
            } else if (key.ctrl || key.alt) {
                return false;
            } else {
                editor_.insert(key.text);
            }
            break;
        default: return false;
    }
    pointed_ = 0;
    return true;
}

void Switcher::on_paste(const std::string& text) {
    editor_.insert(text.substr(0, text.find_first_of("\r\n")));
    pointed_ = 0;
}

void Switcher::on_mouse(const Mouse& mouse) {
    if (mouse.kind == Mouse::Kind::wheel_up) pointed_ = std::max(0, pointed_ - 1);
    if (mouse.kind == Mouse::Kind::wheel_down) ++pointed_;
    if (mouse.kind != Mouse::Kind::press || !list_.contains(mouse.at)) return;
    const auto choices = found();
    const int row = top_ + mouse.at.y - list_.y;
    if (row < static_cast<int>(choices.size())) choose(choices[static_cast<std::size_t>(row)]);
}

}  // namespace earshot::tui
