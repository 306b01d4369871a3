#include "tui/bars.hpp"

#include <algorithm>

#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/keys.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

client::Presence shown_presence(const Status& status) {
    if (!status.is_connected || status.presence == "invisible") return client::Presence::offline;
    return client::presence_from(status.presence);
}

std::string own_words(const Status& status, const Texts& texts) {
    if (!status.is_connected && status.is_starting) return std::string{texts(Say::starting)};
    if (!status.is_connected) return std::string{texts(Say::no_daemon)};
    if (status.presence == "away") return std::string{texts(Say::presence_away)};
    if (status.presence == "busy") return std::string{texts(Say::presence_busy)};
    if (status.presence == "invisible") return std::string{texts(Say::presence_invisible)};
    return std::string{texts(Say::presence_online)};
}

}  // namespace

std::string presence_words(const client::Person& person, const Scene& scene) {
    const auto& texts = scene.texts;
    if (!person.answers && person.presence != client::Presence::offline)
        return std::string{texts(Say::presence_silent)};
    switch (person.presence) {
        case client::Presence::online: return std::string{texts(Say::presence_online)};
        case client::Presence::away: return std::string{texts(Say::presence_away)};
        case client::Presence::busy: return std::string{texts(Say::presence_busy)};
        case client::Presence::offline:
        case client::Presence::unknown: break;
    }
    if (person.last_seen == 0) return std::string{texts(Say::presence_never)};
    return texts(Say::presence_last_seen,
                 {texts.day(person.last_seen, scene.now) + ", " + texts.clock(person.last_seen)});
}

void draw_header(Canvas canvas, const Scene& scene, const client::Person* person,
                 const std::string& name) {
    const auto& theme = scene.theme;
    canvas.fill(theme.bar);
    auto bold = over(theme.bold, theme.bar);
    if (name.empty()) return;
    int x = 1;
    if (person) {
        canvas.write({x, 0}, scene.signs.presence(person->presence),
                     over(theme.presence(person->presence), theme.bar));
        x += 2;
    }
    x = canvas.write({x, 0}, shortened(name, std::max(4, canvas.width() / 2), scene.signs.ellipsis),
                     bold);
    if (!person) return;
    std::string right;
    if (person->verified)
        right = std::string{scene.signs.verified} + ' ' + std::string{scene.texts(Say::verified)};
    else if (person->namesake)
        right = scene.texts(Say::namesake);
    const auto right_style = person->namesake ? theme.attention : theme.accent;
    const int right_x = canvas.width() - 1 - width_of(right);
    auto words = presence_words(*person, scene);
    if (!person->status_text.empty()) words = words + ": " + visible(person->status_text);
    if (right_x > x + 3) canvas.write({right_x, 0}, right, over(right_style, theme.bar));
    const int room = right_x - x - 3;
    if (room > 4)
        canvas.write({x + 2, 0}, shortened(words, room, scene.signs.ellipsis), theme.bar_dim);
}

void draw_status(Canvas canvas, const Scene& scene, const Status& status) {
    const auto& theme = scene.theme;
    const auto& texts = scene.texts;
    canvas.fill(theme.bar);
    if (!status.notice.empty()) {
        const auto& style = status.notice_is_bad ? theme.attention : theme.accent;
        canvas.write({1, 0}, shortened(status.notice, canvas.width() - 2, scene.signs.ellipsis),
                     over(style, theme.bar));
        return;
    }
    const auto presence = shown_presence(status);
    canvas.write({1, 0}, scene.signs.presence(presence), over(theme.presence(presence), theme.bar));
    std::string left = status.name;
    const auto own = own_words(status, texts);
    if (!own.empty()) left += (left.empty() ? "" : "  ") + own;
    if (status.is_connected) {
        const auto dot = "  " + std::string{scene.signs.dot} + "  ";
        left += dot + texts.count(Say::nearby_count, status.nearby);
        if (status.waiting > 0) left += dot + texts.count(Say::waiting_count, status.waiting);
    }
    const auto hints = texts(Say::status_hints, {key_of(Action::help), key_of(Action::go_to)});
    const int hints_x = canvas.width() - 1 - width_of(hints);
    const int end =
        canvas.write({3, 0}, shortened(left, canvas.width() - 4, scene.signs.ellipsis),
                     status.is_connected ? theme.bar : over(theme.attention, theme.bar));
    if (hints_x > end + 1) canvas.write({hints_x, 0}, hints, theme.bar_dim);
}

}  // namespace earshot::tui
