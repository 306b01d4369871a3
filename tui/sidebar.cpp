#include "tui/sidebar.hpp"

#include <algorithm>

#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

struct Group {
    Say heading;
    std::vector<Choice> choices;
};

bool is_hidden_person(const client::Person& person) {
    return person.standing == client::Standing::blocked ||
           person.standing == client::Standing::declined;
}

std::vector<Group> groups_of(const client::Mirror& mirror) {
    Group requests{Say::requests_heading, {}};
    Group conversations{Say::conversations_heading, {}};
    Group nearby{Say::nearby_heading, {}};
    Group others{Say::others_heading, {}};
    for (const auto& row : mirror.conversations().list().rows()) {
        const auto* const peer = mirror.people().find(row.peer);
        if (peer && is_hidden_person(*peer)) continue;
        (row.request ? requests : conversations).choices.push_back({row.id, row.peer});
    }
    for (const auto& person : mirror.people().list().rows()) {
        if (is_hidden_person(person) || mirror.conversations().find_with(person.id)) continue;
        if (person.nearby)
            nearby.choices.push_back({"", person.id});
        else if (person.standing == client::Standing::accepted)
            others.choices.push_back({"", person.id});
    }
    return {std::move(requests), std::move(conversations), std::move(nearby), std::move(others)};
}

bool is_same(const Choice& a, const Choice& b) {
    if (a.conversation.empty() && b.conversation.empty()) return a.person == b.person;
    return a.conversation == b.conversation || (!a.person.empty() && a.person == b.person);
}

bool has_words(const client::Conversation& row) {
    return !row.typing.empty() || row.draft || !row.preview.empty();
}

}  // namespace

std::vector<Choice> choices_of(const client::Mirror& mirror) {
    std::vector<Choice> choices;
    for (auto& group : groups_of(mirror))
        for (auto& choice : group.choices) choices.push_back(std::move(choice));
    return choices;
}

std::vector<Sidebar::Row> Sidebar::rows(const Scene& scene, int height) const {
    const auto groups = groups_of(mirror_);
    std::size_t entries = 0;
    std::size_t headings = 0;
    bool says_something = false;
    for (const auto& group : groups) {
        entries += group.choices.size();
        if (!group.choices.empty()) ++headings;
        for (const auto& choice : group.choices)
            if (const auto* row = mirror_.conversations().find(choice.conversation))
                says_something = says_something || has_words(*row);
    }
    const bool has_second_lines = says_something && static_cast<std::size_t>(std::max(0, height)) >=
                                                        2 * entries + 2 * headings;
    std::vector<Row> rows;
    for (const auto& group : groups) {
        if (group.choices.empty()) continue;
        if (!rows.empty()) rows.push_back({Row::Kind::space});
        rows.push_back({Row::Kind::heading, {}, std::string{scene.texts(group.heading)}});
        for (const auto& choice : group.choices) {
            rows.push_back({Row::Kind::entry, choice});
            if (has_second_lines && !choice.conversation.empty())
                rows.push_back({Row::Kind::second_line, choice});
        }
    }
    return rows;
}

void Sidebar::set_focus(bool has_focus, const Choice& open) {
    has_focus_ = has_focus;
    follows_ = true;
    if (!has_focus) return;
    pointed_ = open;
    const auto choices = choices_of(mirror_);
    const auto is_there = [&](const Choice& one) { return is_same(one, pointed_); };
    if (std::ranges::none_of(choices, is_there) && !choices.empty()) pointed_ = choices.front();
}

void Sidebar::move(int rows) {
    const auto choices = choices_of(mirror_);
    if (choices.empty()) return;
    const auto here =
        std::ranges::find_if(choices, [&](const Choice& one) { return is_same(one, pointed_); });
    const auto index = here == choices.end() ? 0 : static_cast<int>(here - choices.begin());
    const int last = static_cast<int>(choices.size()) - 1;
    pointed_ = choices[static_cast<std::size_t>(std::clamp(index + rows, 0, last))];
    follows_ = true;
}

std::optional<Choice> Sidebar::chosen() const {
    for (const auto& choice : choices_of(mirror_))
        if (is_same(choice, pointed_)) return choice;
    return std::nullopt;
}

std::optional<Choice> Sidebar::at(int y) const {
    const int row = y + top_;
    if (y < 0 || row >= static_cast<int>(shown_.size())) return std::nullopt;
    const auto& shown = shown_[static_cast<std::size_t>(row)];
    if (shown.kind == Row::Kind::heading || shown.kind == Row::Kind::space) return std::nullopt;
    return shown.choice;
}

void Sidebar::draw(Canvas canvas, const Scene& scene, const Choice& open) {
    shown_ = rows(scene, canvas.height());
    if (!is_same(open, open_)) follows_ = true;
    open_ = open;
    const auto& wanted = has_focus_ ? pointed_ : open;
    const int count = static_cast<int>(shown_.size());
    if (follows_) {
        for (int row = 0; row < count; ++row) {
            const auto& one = shown_[static_cast<std::size_t>(row)];
            if (one.kind != Row::Kind::entry || !is_same(one.choice, wanted)) continue;
            top_ = std::clamp(top_, row + 2 - canvas.height(), std::max(0, row - 1));
        }
        follows_ = false;
    }
    top_ = std::clamp(top_, 0, std::max(0, count - canvas.height()));
    for (int y = 0; y < canvas.height() && top_ + y < count; ++y) {
        const auto& row = shown_[static_cast<std::size_t>(top_ + y)];
        const bool is_entry = row.kind == Row::Kind::entry || row.kind == Row::Kind::second_line;
        draw_row(canvas.part({0, y, canvas.width(), 1}), scene, row,
                 is_entry && is_same(row.choice, open));
    }
    if (count == 0 && mirror_.people().is_loaded())
        canvas.write({1, 1}, shortened(scene.texts(Say::nobody_yet), canvas.width() - 2),
                     scene.theme.dim);
}

void Sidebar::draw_row(Canvas canvas, const Scene& scene, const Row& row, bool is_open) const {
    if (row.kind == Row::Kind::space) return;
    if (row.kind == Row::Kind::heading) {
        canvas.write({1, 0}, shortened(row.heading, canvas.width() - 2, scene.signs.ellipsis),
                     scene.theme.dim);
        return;
    }
    const bool is_pointed = has_focus_ && is_same(row.choice, pointed_);
    const auto under = is_open ? scene.theme.selected : Style{};
    if (is_open) {
        canvas.fill(under);
        canvas.write({0, 0}, scene.signs.quote, over(scene.theme.accent, under));
    }
    if (row.kind == Row::Kind::entry)
        draw_entry(canvas, scene, row.choice, under, is_pointed);
    else
        draw_second_line(canvas, scene, row.choice, under);
}

void Sidebar::draw_entry(Canvas& canvas, const Scene& scene, const Choice& choice,
                         const Style& under, bool is_pointed) const {
    const auto& theme = scene.theme;
    const auto* const row = mirror_.conversations().find(choice.conversation);
    const auto* const person = mirror_.people().find(choice.person);
    const auto presence = person ? person->presence : client::Presence::offline;
    if (is_pointed) canvas.write({0, 0}, scene.signs.prompt, over(theme.accent, under));
    const auto sign = row && row->request ? scene.signs.request : scene.signs.presence(presence);
    const auto& sign_style = row && row->request ? theme.attention : theme.presence(presence);
    canvas.write({1, 0}, sign, over(sign_style, under));

    std::string badge;
    auto badge_style = theme.dim;
    if (row && row->unread > 0) {
        badge = ' ' + (row->unread > 99 ? std::string{"99+"} : std::to_string(row->unread)) + ' ';
        badge_style = row->muted ? theme.badge_quiet : theme.badge;
    } else if (row && row->draft) {
        badge = std::string{scene.signs.draft} + ' ';
        badge_style = theme.attention;
    } else if (row && row->muted) {
        badge = std::string{scene.signs.muted} + ' ';
    } else if (row && row->time > 0) {
        badge = scene.texts.moment(row->time, scene.now) + ' ';
    }
    const int badge_x = canvas.width() - width_of(badge);
    canvas.write({badge_x, 0}, badge, over(badge_style, under));

    auto name = person ? visible(person->name) : visible(row ? row->peer_name : "");
    auto name_style = row && row->unread > 0 && !row->muted ? theme.bold : theme.text;
    if (!row && person && !person->nearby) name_style = theme.dim;
    canvas.write({3, 0}, shortened(name, std::max(1, badge_x - 4), scene.signs.ellipsis),
                 over(name_style, under));
}

void Sidebar::draw_second_line(Canvas& canvas, const Scene& scene, const Choice& choice,
                               const Style& under) const {
    const auto* const row = mirror_.conversations().find(choice.conversation);
    if (!row) return;
    auto style = scene.theme.dim;
    std::string words;
    if (!row->typing.empty()) {
        words = scene.texts(Say::typing);
        style = scene.theme.accent;
    } else if (row->draft) {
        words = scene.texts(Say::draft_preview, {visible(*row->draft)});
        style = scene.theme.attention;
    } else if (row->preview_own) {
        words = scene.texts(Say::own_preview, {visible(row->preview)});
    } else {
        words = visible(row->preview);
    }
    canvas.write({3, 0}, shortened(words, canvas.width() - 4, scene.signs.ellipsis),
                 over(style, under));
}

}  // namespace earshot::tui
