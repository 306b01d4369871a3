#include "tui/message_view.hpp"

#include <algorithm>
#include <utility>

#include "tui/clusters.hpp"
#include "tui/message_lines.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr std::size_t rows_ahead = 50;  ///< More is loaded when so few are left.

}  // namespace

void MessageView::on_opened(std::optional<std::string> first_unread, bool is_request) {
    first_unread_ = first_unread.value_or("");
    is_request_ = is_request;
    bottom_.clear();
    hidden_ = 0;
    selected_.clear();
    shown_.clear();
    wanted_ = first_unread_;
}

std::size_t MessageView::bottom_row() const {
    return bottom_.empty() ? 0 : timeline_.list().find_row(bottom_).value_or(0);
}

std::vector<Line> MessageView::lines_of_row(std::size_t row, const Scene& scene) const {
    const auto& rows = timeline_.list().rows();
    const auto& message = rows[row];
    MessageLook look;
    look.look = client::look_of(rows, row, first_unread_, timeline_.has_older(), scene.day_of);
    look.is_selected = message.id == selected_;
    look.is_alone = row + 1 == rows.size();
    const auto newest_own = std::ranges::find_if(rows, &client::Message::own);
    if (message.own && !timeline_.has_newer() && newest_own->id == message.id)
        look.delivery = delivery_words(message, peer_name_, scene.texts);
    // The others only have a sign; these two want words wherever they stand.
    if (message.own && (message.state == client::MessageState::failed ||
                        message.state == client::MessageState::canceled))
        look.delivery = delivery_words(message, peer_name_, scene.texts);
    return lines_of(message, look, scene, size_.width);
}

int MessageView::height_of(std::size_t row, const Scene& scene) const {
    return static_cast<int>(lines_of_row(row, scene).size());
}

void MessageView::set_position(std::size_t row, int hidden) {
    const auto& rows = timeline_.list().rows();
    hidden_ = hidden;
    const bool is_end = row == 0 && hidden == 0 && !timeline_.has_newer();
    bottom_ = is_end || rows.empty() ? std::string{} : rows[row].id;
    timeline_.set_anchor(bottom_);
}

void MessageView::settle(const Scene& scene) {
    const auto rows = timeline_.list().size();
    if (rows == 0) return;
    if (!bottom_.empty() && !timeline_.list().find_row(bottom_)) {
        // It is gone: the end is what there is to show.
        bottom_.clear();
        hidden_ = 0;
    }
    auto row = bottom_row();
    int hidden = std::clamp(hidden_, 0, std::max(0, height_of(row, scene) - 1));
    int above = -hidden;
    for (auto i = row; i < rows && above < size_.height; ++i) above += height_of(i, scene);
    // Where there is not enough above, it goes down as far as it can.
    for (int missing = size_.height - above; missing > 0 && (hidden > 0 || row > 0); --missing) {
        if (hidden == 0) {
            --row;
            hidden = height_of(row, scene);
        }
        --hidden;
    }
    if (row != bottom_row() || hidden != hidden_) set_position(row, hidden);
}

void MessageView::scroll(int lines, const Scene& scene) {
    const auto rows = timeline_.list().size();
    if (rows == 0) return;
    auto row = bottom_row();
    int hidden = hidden_ + lines;
    while (hidden < 0 && row > 0) {
        --row;
        hidden += height_of(row, scene);
    }
    hidden = std::max(0, hidden);
    for (int height = height_of(row, scene); hidden >= height && row + 1 < rows;
         height = height_of(row, scene)) {
        hidden -= height;
        ++row;
    }
    hidden = std::min(hidden, height_of(row, scene) - 1);
    set_position(row, hidden);
    settle(scene);
}

void MessageView::load_what_is_near() {
    const auto rows = timeline_.list().size();
    if (timeline_.has_older() && top_row_ + rows_ahead >= rows)
        timeline_.load_older();
    else if (timeline_.has_newer() && bottom_row() < rows_ahead)
        timeline_.load_newer();
}

void MessageView::go_to_end() {
    bottom_.clear();
    hidden_ = 0;
    wanted_.clear();
    selected_.clear();
    timeline_.set_anchor({});
    timeline_.load_end();
}

void MessageView::go_to(std::string message) {
    selected_ = message;
    wanted_ = std::move(message);
}

void MessageView::bring_in_sight(std::size_t row, const Scene& scene) {
    const int third = size_.height / 3;
    int below = 0;  // Of what is newer, as much as leaves it in the upper third.
    auto bottom = row;
    const int height = height_of(row, scene);
    while (bottom > 0 && below + height < size_.height - third) {
        --bottom;
        below += height_of(bottom, scene);
    }
    const int too_much = std::max(0, below + height - (size_.height - third));
    set_position(bottom, std::min(too_much, height_of(bottom, scene) - 1));
    settle(scene);
}

const client::Message* MessageView::selected() const {
    return selected_.empty() ? nullptr : timeline_.list().find(selected_);
}

bool MessageView::select_older(const Scene& scene) {
    const auto& list = timeline_.list();
    const auto here = list.find_row(selected_);
    const auto row = here ? *here + 1 : bottom_row();
    if (row >= list.size()) return false;
    selected_ = list[row].id;
    if (row > top_row_ || shown_.empty() || shown_.back().first < 0) {
        // Up until it is whole, or fills the view.
        int lines = height_of(row, scene);
        if (const auto seen = std::ranges::find(shown_, selected_, &Shown::message);
            seen != shown_.end())
            lines = seen->first < 0 ? -seen->first : 0;
        scroll(std::min(lines, size_.height), scene);
    }
    return true;
}

bool MessageView::select_newer(const Scene& scene) {
    const auto& list = timeline_.list();
    const auto here = list.find_row(selected_);
    if (!here || *here == 0) {
        selected_.clear();
        return false;
    }
    selected_ = list[*here - 1].id;
    const auto seen = std::ranges::find(shown_, selected_, &Shown::message);
    const int lines =
        seen == shown_.end() ? height_of(*here - 1, scene) : std::max(0, seen->end - size_.height);
    if (lines > 0) scroll(-std::min(lines, size_.height), scene);
    return true;
}

bool MessageView::select_at(int y) {
    for (const auto& shown : shown_) {
        if (y < shown.first || y >= shown.end) continue;
        selected_ = shown.message;
        return true;
    }
    return false;
}

void MessageView::draw_empty(Canvas& canvas, const Scene& scene) const {
    if (!timeline_.is_loaded()) return;
    const auto words =
        scene.texts(is_request_ ? Say::request_empty : Say::conversation_empty, {peer_name_});
    int y = std::max(0, canvas.height() / 2 - 1);
    for (const auto& line : wrapped({{words, scene.theme.dim}}, std::max(10, canvas.width() - 8))) {
        const int x = std::max(0, (canvas.width() - width_of(line)) / 2);
        tui::draw(canvas, {x, y++}, line);
    }
}

void MessageView::draw(Canvas canvas, const Scene& scene) {
    size_ = canvas.size();
    shown_.clear();
    const auto& list = timeline_.list();
    if (list.empty()) {
        draw_empty(canvas, scene);
        return;
    }
    if (const auto row = wanted_.empty() ? std::nullopt : list.find_row(wanted_)) {
        bring_in_sight(*row, scene);
        wanted_.clear();
    }
    settle(scene);
    int bottom = size_.height + hidden_;
    auto row = bottom_row();
    for (; row < list.size() && bottom > 0; ++row) {
        const auto lines = lines_of_row(row, scene);
        const int first = bottom - static_cast<int>(lines.size());
        for (int i = 0; i < static_cast<int>(lines.size()); ++i)
            if (first + i >= 0 && first + i < size_.height)
                tui::draw(canvas, {0, first + i}, lines[static_cast<std::size_t>(i)]);
        shown_.push_back({list[row].id, first, bottom});
        top_row_ = row;
        bottom = first;
    }
    load_what_is_near();
    if (!is_at_end()) {
        const auto mark = ' ' + std::string{scene.signs.down} + ' ' +
                          std::string{scene.texts(Say::more_below)} + ' ';
        const int x = std::max(0, size_.width - width_of(mark));
        canvas.write({x, size_.height - 1}, mark, scene.theme.badge);
    }
}

}  // namespace earshot::tui
