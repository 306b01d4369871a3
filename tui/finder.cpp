#include "tui/finder.hpp"

#include <algorithm>
#include <utility>

#include "client/read.hpp"
#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr std::size_t query_bytes_max = 512;  // As much as the daemon takes.
constexpr std::size_t hits_max = 1000;
constexpr int box_width_max = 100;

}  // namespace

std::optional<Hit> hit_from(const control::Object& object) {
    const auto* const inner = control::find_object(object, "message");
    auto message = inner ? client::message_from(*inner) : std::nullopt;
    if (!message) return std::nullopt;
    Hit hit{*std::move(message),
            client::text_in(object, "peer_name"),
            client::text_in(object, "snippet"),
            {}};
    if (hit.snippet.empty()) hit.snippet = hit.message.text;
    const auto* const numbers = control::find_array(object, "matches");
    for (std::size_t i = 0; numbers && i + 1 < numbers->size(); i += 2) {
        const auto* const first = (*numbers)[i].if_int64();
        const auto* const bytes = (*numbers)[i + 1].if_int64();
        if (!first || !bytes || *first < 0 || *bytes <= 0) continue;
        const Hit::Match match{static_cast<std::size_t>(*first), static_cast<std::size_t>(*bytes)};
        const auto least =
            hit.matches.empty() ? 0 : hit.matches.back().first + hit.matches.back().bytes;
        if (match.first >= least && match.first <= hit.snippet.size() &&
            match.bytes <= hit.snippet.size() - match.first)
            hit.matches.push_back(match);
    }
    return hit;
}

Finder::Finder(std::string peer_name, Wishes wishes)
    : peer_name_(std::move(peer_name)),
      wishes_(std::move(wishes)),
      editor_(query_bytes_max),
      everywhere_(peer_name_.empty()) {}

void Finder::ask() {
    pointed_ = 0;
    top_ = 0;
    has_failed_ = false;
    next_.clear();
    is_waiting_ = !editor_.empty();
    if (editor_.empty()) hits_.clear();
    wishes_.ask(editor_.text(), everywhere_, {});
}

void Finder::on_hits(std::vector<Hit> hits, std::string next, bool is_next_page) {
    is_waiting_ = false;
    if (!is_next_page) hits_.clear();
    std::ranges::move(hits, std::back_inserter(hits_));
    next_ = hits_.size() < hits_max ? std::move(next) : std::string{};
}

void Finder::on_failed(bool is_next_page) {
    is_waiting_ = false;
    if (is_next_page) return;  // It is asked for again when they move on.
    has_failed_ = true;
    hits_.clear();
}

std::vector<Line> Finder::lines_of(const Hit& hit, const Scene& scene, int width,
                                   bool is_pointed) const {
    const auto& theme = scene.theme;
    const auto author =
        hit.message.own ? std::string{scene.texts(Say::you)} : visible(hit.message.author_name);
    Line heading{{is_pointed ? std::string{scene.signs.prompt} + ' ' : "  ", theme.accent},
                 {author, hit.message.own ? theme.accent : theme.name(hit.message.author)}};
    if (everywhere_ && hit.message.own && !hit.peer_name.empty())
        heading.push_back(
            {' ' + std::string{scene.signs.arrow} + ' ' + visible(hit.peer_name), theme.dim});
    heading.push_back({"  " + scene.texts.day(hit.message.time, scene.now) + ", " +
                           scene.texts.clock(hit.message.time),
                       theme.dim});
    std::vector<Piece> pieces;
    std::size_t done = 0;
    const std::string_view text = hit.snippet;
    for (const auto& match : hit.matches) {
        pieces.push_back({visible_lines(text.substr(done, match.first - done)), theme.text});
        pieces.push_back({visible_lines(text.substr(match.first, match.bytes)), theme.match});
        done = match.first + match.bytes;
    }
    pieces.push_back({visible_lines(text.substr(done)), theme.text});
    constexpr std::size_t lines_max = 3;
    std::vector<Line> lines{std::move(heading)};
    for (auto& line : wrapped(pieces, std::max(10, width - 4))) {
        if (lines.size() > lines_max) break;
        line.insert(line.begin(), {"    ", {}});
        lines.push_back(std::move(line));
    }
    return lines;
}

void Finder::draw(Canvas canvas, const Scene& scene) {
    const auto title = everywhere_ ? std::string{scene.texts(Say::find_everywhere)}
                                   : scene.texts(Say::find_here, {visible(peer_name_)});
    const auto hint = scene.texts(peer_name_.empty() ? Say::find_hint_everywhere : Say::find_hint);
    auto inside =
        draw_box(canvas, scene, {std::min(box_width_max, canvas.width() - 2), canvas.height() - 2},
                 title, hint);
    inside.write({0, 0}, scene.signs.prompt, scene.theme.accent);
    inside.write({2, 0}, editor_.text(), scene.theme.text);
    inside.set_cursor(
        {2 + width_of(std::string_view{editor_.text()}.substr(0, editor_.cursor())), 0});
    auto list = inside.part({0, 2, inside.width(), inside.height() - 2});
    if (hits_.empty()) {
        auto words = scene.texts(Say::find_what);
        if (!editor_.empty()) words = scene.texts(Say::nothing_found);
        if (is_waiting_) words = "";
        if (has_failed_) words = scene.texts(Say::find_failed);
        list.write({2, 0}, words, scene.theme.dim);
        return;
    }
    pointed_ = std::min(pointed_, hits_.size() - 1);
    top_ = std::min(top_, pointed_);
    // Down until the pointed one is whole.
    while (top_ < pointed_) {
        int needed = 0;
        for (auto i = top_; i <= pointed_; ++i)
            needed += static_cast<int>(lines_of(hits_[i], scene, list.width(), false).size()) + 1;
        if (needed - 1 <= list.height()) break;
        ++top_;
    }
    int y = 0;
    for (auto i = top_; i < hits_.size() && y < list.height(); ++i, ++y)
        for (const auto& line : lines_of(hits_[i], scene, list.width(), i == pointed_))
            tui::draw(list, {0, y++}, line);
}

void Finder::move(int hits) {
    if (hits_.empty()) return;
    const auto last = static_cast<std::ptrdiff_t>(hits_.size()) - 1;
    pointed_ = static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(pointed_) + hits, 0, last));
    if (!next_.empty() && !is_waiting_ && pointed_ + 5 >= hits_.size()) {
        is_waiting_ = true;
        wishes_.ask(editor_.text(), everywhere_, next_);
    }
}

bool Finder::on_key(const Key& key) {
    switch (key.code) {
        case Key::Code::escape: finish(); return true;
        case Key::Code::up: move(-1); return true;
        case Key::Code::down: move(1); return true;
        case Key::Code::page_up: move(-5); return true;
        case Key::Code::page_down: move(5); return true;
        case Key::Code::left: editor_.move_left(); return true;
        case Key::Code::right: editor_.move_right(); return true;
        case Key::Code::tab:
            if (!peer_name_.empty()) {
                everywhere_ = !everywhere_;
                ask();
            }
            return true;
        case Key::Code::enter:
            if (pointed_ < hits_.size()) {
                const auto hit = hits_[pointed_];
                finish();
                wishes_.go_to(hit);
            }
            return true;
        case Key::Code::backspace: editor_.erase_left(); break;
        case Key::Code::character:
            if (key.ctrl && key.text == "u")
                editor_.take_text();
            else if (key.ctrl && key.text == "w")
                editor_.kill_word_left();
            else if (key.ctrl || key.alt)
                return false;
            else
                editor_.insert(key.text);
            break;
        default: return false;
    }
    ask();
    return true;
}

void Finder::on_paste(const std::string& text) {
    editor_.insert(text.substr(0, text.find_first_of("\r\n")));
    ask();
}

void Finder::on_mouse(const Mouse& mouse) {
    if (mouse.kind == Mouse::Kind::wheel_up) move(-1);
    if (mouse.kind == Mouse::Kind::wheel_down) move(1);
}

}  // namespace earshot::tui
