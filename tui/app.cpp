#include "tui/app.hpp"

#include <algorithm>
#include <utility>

#include "core/base/visible.hpp"
#include "tui/clusters.hpp"
#include "tui/failure_words.hpp"
#include "tui/launch_words.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

constexpr int list_beside_min = 80;  ///< Columns; below, the list only stands before the messages.
constexpr Duration alone_patience = std::chrono::seconds{10};

/// `seen` is what the terminal's own colours are.
Shade shade_of(std::string_view setting, Shade seen) {
    if (setting == "light") return Shade::light;
    return setting == "dark" ? Shade::dark : seen;
}

}  // namespace

App::App(Host& host, AppOptions options)
    : host_(host),
      options_(std::move(options)),
      texts_(language("system")),
      theme_(theme_of(options_.shade, options_.has_color)),
      signs_(options_.is_ascii ? ascii_signs() : unicode_signs()),
      mirror_({"earshot-tui", options_.version}, *this),
      talk_(mirror_, host, {[this](const client::Answer& answer) { complain(answer); }}),
      sidebar_(mirror_),
      verb_(host),
      searcher_(mirror_.link(), [this](const client::Answer& answer, bool is_next_page) {
          on_found(answer, is_next_page);
      }) {}

Language App::language(std::string_view setting) const {
    return options_.is_utf8 ? language_of(setting, options_.locale) : Language::english;
}

Scene App::scene() const { return {theme_, signs_, texts_, now_.wall.time_since_epoch().count()}; }

void App::restyle() {
    theme_ = theme_of(shade_of(chosen_theme_, options_.shade), options_.has_color);
}

void App::set_background(bool is_dark) {
    options_.shade = is_dark ? Shade::dark : Shade::light;
    restyle();
}

void App::say(std::string notice, bool is_bad) {
    notice_.say(std::move(notice), is_bad, now_.steady);
}

void App::complain(const client::Answer& answer) {
    if (auto words = failure_words(answer, texts_); !words.empty()) say(std::move(words), true);
}

void App::on_time(Now now) {
    now_ = now;
    talk_.on_time(now.steady);
    searcher_.on_time(now.steady);
    notice_.on_time(now.steady);
    if (overlay_ && overlay_->is_done()) close_overlay();
}

std::optional<Instant> App::next_deadline() const {
    auto deadline = talk_.next_deadline();
    const auto take = [&](std::optional<Instant> other) {
        if (other) deadline = std::min(*other, deadline.value_or(*other));
    };
    take(searcher_.next_deadline());
    take(notice_.next_deadline());
    // The picture of somebody alone changes once.
    const auto alone = nearby_since_ + alone_patience;
    if (!talk_.is_open() && now_.steady < alone) take(alone);
    return deadline;
}

void App::flush(Now now) {
    now_ = now;
    talk_.flush(now.steady);
}

std::string App::title() const {
    const auto unread = mirror_.conversations().unread();
    auto title = unread > 0 ? '(' + std::to_string(unread) + ") " : std::string{};
    if (const auto name = talk_.peer_name(); !name.empty()) title += name + " - ";
    return title + "Earshot";
}

Status App::status() const {
    Status status;
    status.name = visible(own_name_.empty() ? mirror_.hello().name : own_name_);
    status.presence = own_presence_;
    status.is_connected = mirror_.link().is_ready();
    status.is_starting = is_starting_;
    for (const auto& person : mirror_.people().list().rows())
        if (person.nearby) ++status.nearby;
    status.waiting = waiting_;
    status.notice = notice_.text();
    status.notice_is_bad = notice_.is_bad();
    return status;
}

App::Layout App::layout_of(Size size) const {
    Layout layout;
    const bool is_beside = size.width >= list_beside_min && shows_list_;
    const int left = is_beside ? Sidebar::width + 1 : 0;
    const int width = size.width - left;
    const int composer = talk_.composer().height(width, size.height);
    layout.header = {left, 0, width, 1};
    layout.composer = {left, size.height - composer, width, composer};
    layout.status = {left, size.height - composer - 1, width, 1};
    int bottom = layout.status.y;
    if (talk_.is_typing()) layout.typing = {left, --bottom, width, 1};
    if (talk_.is_request()) layout.request = {left, --bottom, width, 1};
    // One column free on each side: text is not glued to the edges.
    layout.messages = {left + 1, 1, std::max(1, width - 2), std::max(0, bottom - 1)};
    layout.is_list_over = !is_beside && sidebar_.has_focus();
    if (is_beside || layout.is_list_over)
        layout.list = {0, 0, std::min(Sidebar::width, size.width), size.height};
    return layout;
}

void App::draw(Screen& screen, Now now) {
    now_ = now;
    screen.clear();
    const auto size = screen.size();
    is_narrow_ = size.width < list_beside_min;
    layout_ = layout_of(size);
    const auto scene = this->scene();
    Canvas canvas{screen};
    talk_.messages().set_peer_name(talk_.peer_name());
    draw_body(canvas, layout_, scene);
    if (overlay_) {
        screen.set_cursor(std::nullopt);
        overlay_->draw(canvas, scene);
    }
    talk_.see();
}

void App::draw_body(Canvas& canvas, const Layout& layout, const Scene& scene) {
    const auto name = talk_.peer_name();
    // The list has the program's name on top, where there is one.
    draw_header(canvas.part(layout.header), scene, talk_.peer(),
                name.empty() && layout.list.empty() ? "Earshot" : name);
    auto messages = canvas.part(layout.messages);
    if (talk_.is_open())
        talk_.messages().draw(messages, scene);
    else
        draw_welcome(messages);
    if (!layout.request.empty()) {
        auto bar = canvas.part(layout.request);
        bar.write(
            {1, 0},
            shortened(texts_(Say::request_bar, {key_of(Action::accept), key_of(Action::decline),
                                                key_of(Action::block)}),
                      bar.width() - 2, signs_.ellipsis),
            theme_.attention);
    }
    if (!layout.typing.empty())
        canvas.part(layout.typing)
            .write({3, 0}, texts_(Say::typing_row, {talk_.peer_name()}), theme_.accent);
    draw_status(canvas.part(layout.status), scene, status());
    const auto placeholder = talk_.is_open() ? texts_(Say::write_to, {talk_.peer_name()})
                                             : texts_(Say::write_nobody, {key_of(Action::go_to)});
    const bool writes = !sidebar_.has_focus() && !talk_.messages().is_selecting();
    talk_.composer().draw(canvas.part(layout.composer), scene, placeholder, writes);
    if (layout.list.empty()) return;
    auto list = canvas.part(layout.list);
    if (layout.is_list_over) list.fill(theme_.text);
    auto head = list.part({0, 0, list.width(), 1});
    head.fill(theme_.bar);
    head.write({1, 0}, "Earshot", over(theme_.bold, theme_.bar));
    sidebar_.draw(list.part({0, 1, list.width(), list.height() - 1}), scene, talk_.open());
    for (int y = 0; y < canvas.height(); ++y)
        canvas.write({Sidebar::width, y}, signs_.column, theme_.dim);
}

void App::draw_welcome(Canvas canvas) const {
    const auto choices = choices_of(mirror_);
    std::vector<Line> lines;
    const auto add = [&](std::string_view words, const Style& style) {
        for (auto& line : wrapped({{std::string{words}, style}}, std::max(10, canvas.width() - 4)))
            lines.push_back(std::move(line));
    };
    if (launch_failure_) {
        add(launch_words(*launch_failure_, texts_), theme_.attention);
        for (const auto& more : launch_hints(*launch_failure_, texts_)) {
            lines.emplace_back();
            add(more, theme_.text);
        }
    } else if (!mirror_.people().is_loaded()) {
        add(texts_(is_starting_ ? Say::starting_words : Say::connecting), theme_.dim);
    } else if (!choices.empty()) {
        add(texts_(Say::welcome), theme_.bold);
        lines.emplace_back();
        add(texts_(Say::welcome_words,
                   {key_of(Action::go_to), key_of(Action::focus_list), key_of(Action::help)}),
            theme_.text);
    } else if (now_.steady - nearby_since_ < alone_patience) {
        add(texts_(Say::looking), theme_.bold);
        lines.emplace_back();
        add(texts_(Say::looking_words), theme_.text);
    } else {
        // Not a spinner: what one can do.
        add(texts_(Say::alone), theme_.bold);
        lines.emplace_back();
        add(texts_(Say::alone_words), theme_.text);
        lines.emplace_back();
        add(texts_(Say::alone_doctor, {key_of(Action::doctor)}), theme_.text);
        add(texts_(Say::alone_add), theme_.text);
        add(texts_(Say::alone_card, {key_of(Action::card)}), theme_.text);
    }
    int y = std::max(0, (canvas.height() - static_cast<int>(lines.size())) / 3);
    for (const auto& line : lines) tui::draw(canvas, {2, y++}, line);
}

}  // namespace earshot::tui
