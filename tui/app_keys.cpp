#include <algorithm>
#include <utility>

#include "core/base/text.hpp"
#include "core/base/visible.hpp"
#include "tui/app.hpp"
#include "tui/command_line.hpp"
#include "tui/command_words.hpp"
#include "tui/failure_words.hpp"
#include "tui/pages.hpp"
#include "tui/say.hpp"
#include "tui/switcher.hpp"

/// What keys, the mouse and pasting do.
namespace earshot::tui {
namespace {

constexpr int wheel_lines = 3;
constexpr Duration twice_within = std::chrono::seconds{3};

}  // namespace

void App::on_input(const Event& event, Now now) {
    now_ = now;
    if (const auto* key = std::get_if<Key>(&event)) on_key(*key);
    if (const auto* paste = std::get_if<Paste>(&event)) on_paste(paste->text);
    if (const auto* mouse = std::get_if<Mouse>(&event)) on_mouse(*mouse);
    if (const auto* focus = std::get_if<Focus>(&event)) talk_.on_focus(focus->is_in);
    if (const auto* background = std::get_if<Background>(&event))
        set_background(background->is_dark);
    if (overlay_ && overlay_->is_done()) close_overlay();
}

Context App::context() const {
    if (sidebar_.has_focus()) return Context::list;
    return talk_.messages().is_selecting() ? Context::message : Context::writing;
}

void App::on_key(const Key& key) {
    if (overlay_) {
        if (verb_.on_key(key)) return;
        if (overlay_->on_key(key)) return;
        // What ends the program, and what repaints, works from everywhere.
        const auto action = find_action(Context::panel, key);
        if (action == Action::interrupt) close_overlay();
        if (action == Action::quit || action == Action::redraw || action == Action::suspend)
            on_global(*action, key);
        return;
    }
    const auto where = context();
    const auto action = find_action(where, key);
    if (action && on_global(*action, key)) return;
    if (action && where == Context::list && on_list(*action)) return;
    if (action && where == Context::message && on_message(*action)) return;
    if (where == Context::list && key.code == Key::Code::character && !key.ctrl && !key.alt) {
        // Typing means writing.
        sidebar_.set_focus(false, talk_.open());
    } else if (where == Context::message && !action) {
        talk_.messages().end_selection();
        if (key.code != Key::Code::character) return;
    }
    if (action && context() == Context::writing && where == Context::writing) {
        on_writing(*action);
        return;
    }
    if (key.code != Key::Code::character || key.ctrl || key.alt) return;
    if (!talk_.composer().editor().insert(key.text)) say(std::string{texts_(Say::text_full)}, true);
    talk_.on_edited(now_.steady);
}

bool App::on_global(Action action, const Key& key) {
    switch (action) {
        case Action::help: show(help_page(texts_, can_search())); return true;
        case Action::go_to:
            show(std::make_unique<Switcher>(mirror_,
                                            [this](const Choice& choice) { open(choice); }));
            return true;
        case Action::next_unread: open_next_unread(); return true;
        case Action::nth_conversation:
            open_nth(static_cast<std::size_t>(key.text.front() - '1'));
            return true;
        case Action::previous_conversation: open_neighbour(-1); return true;
        case Action::next_conversation: open_neighbour(1); return true;
        case Action::toggle_list:
            if (is_narrow_)
                sidebar_.set_focus(!sidebar_.has_focus(), talk_.open());
            else
                shows_list_ = !shows_list_;
            return true;
        case Action::find: show_finder(); return true;
        case Action::doctor: show_doctor(); return true;
        case Action::verify: show_verification(); return true;
        case Action::card: show_card(); return true;
        case Action::accept: decide("requests.accept", Say::request_accepted); return true;
        case Action::decline: decide("requests.decline", Say::request_declined); return true;
        case Action::block: decide("people.block", Say::request_blocked); return true;
        case Action::page_up: talk_.messages().scroll_pages(1, scene()); return true;
        case Action::page_down: talk_.messages().scroll_pages(-1, scene()); return true;
        case Action::go_to_end: talk_.messages().go_to_end(); return true;
        case Action::back: go_back(); return true;
        case Action::redraw: host_.repaint(); return true;
        case Action::suspend: host_.suspend(); return true;
        case Action::interrupt: interrupt(); return true;
        case Action::quit: host_.quit(); return true;
        default: return false;
    }
}

void App::on_writing(Action action) {
    auto& composer = talk_.composer();
    switch (action) {
        case Action::send: submit(); return;
        case Action::complete:
            if (is_command(composer.text()) || composer.text() == "/")
                complete();
            else if (composer.editor().empty())
                sidebar_.set_focus(true, talk_.open());
            return;
        case Action::up:
            if (composer.editor().empty() && talk_.is_open())
                talk_.messages().select_older(scene());
            else if (!composer.move_rows(-1))
                composer.editor().move_start();
            return;
        case Action::down:
            if (!composer.move_rows(1)) composer.editor().move_finish();
            return;
        case Action::erase_right:
            // As in a shell, Ctrl-D on nothing ends it.
            if (composer.editor().empty())
                interrupt();
            else if (edit(action))
                talk_.on_edited(now_.steady);
            return;
        default:
            if (edit(action)) talk_.on_edited(now_.steady);
    }
}

bool App::edit(Action action) {
    auto& editor = talk_.composer().editor();
    const auto before = editor.text();
    switch (action) {
        case Action::new_line: editor.insert("\n"); break;
        case Action::left: editor.move_left(); break;
        case Action::right: editor.move_right(); break;
        case Action::word_left: editor.move_word_left(); break;
        case Action::word_right: editor.move_word_right(); break;
        case Action::home: editor.move_home(); break;
        case Action::end: editor.move_end(); break;
        case Action::erase_left: editor.erase_left(); break;
        case Action::erase_right: editor.erase_right(); break;
        case Action::kill_word_left: editor.kill_word_left(); break;
        case Action::kill_word_right: editor.kill_word_right(); break;
        case Action::kill_to_home: editor.kill_to_home(); break;
        case Action::kill_to_end: editor.kill_to_end(); break;
        case Action::yank: editor.yank(); break;
        case Action::swap: editor.swap(); break;
        default: break;
    }
    return editor.text() != before;
}

bool App::on_list(Action action) {
    switch (action) {
        case Action::up: sidebar_.move(-1); return true;
        case Action::down: sidebar_.move(1); return true;
        case Action::focus_list: sidebar_.set_focus(false, talk_.open()); return true;
        case Action::choose: {
            const auto choice = sidebar_.chosen();
            sidebar_.set_focus(false, talk_.open());
            if (choice) open(*choice);
            return true;
        }
        default: return false;
    }
}

bool App::on_message(Action action) {
    auto& messages = talk_.messages();
    if (action == Action::up) {
        messages.select_older(scene());
        return true;
    }
    if (action == Action::down) {
        messages.select_newer(scene());
        return true;
    }
    const auto* const selected = messages.selected();
    if (!selected) return false;
    const auto message = *selected;
    switch (action) {
        case Action::details: show_details(message); return true;
        case Action::quote: quote(message); return true;
        case Action::take_back: take_back(message); return true;
        case Action::copy:
            copy(message.text);
            messages.end_selection();
            return true;
        default: return false;
    }
}

void App::on_paste(const std::string& text) {
    if (overlay_) {
        if (!verb_.on_paste(text)) overlay_->on_paste(text);
        return;
    }
    sidebar_.set_focus(false, talk_.open());
    talk_.messages().end_selection();
    if (!talk_.composer().editor().insert(text)) say(std::string{texts_(Say::text_full)}, true);
    talk_.on_edited(now_.steady);
}

void App::on_mouse(const Mouse& mouse) {
    if (overlay_) {
        overlay_->on_mouse(mouse);
        return;
    }
    const int wheel = mouse.kind == Mouse::Kind::wheel_up     ? wheel_lines
                      : mouse.kind == Mouse::Kind::wheel_down ? -wheel_lines
                                                              : 0;
    if (layout_.list.contains(mouse.at)) {
        if (wheel != 0) {
            sidebar_.scroll(-wheel);
        } else if (const auto choice = sidebar_.at(mouse.at.y - layout_.list.y - 1)) {
            sidebar_.set_focus(false, talk_.open());
            open(*choice);
        }
        return;
    }
    if (wheel != 0) {
        talk_.messages().scroll(wheel, scene());
        return;
    }
    sidebar_.set_focus(false, talk_.open());
    if (layout_.messages.contains(mouse.at))
        talk_.messages().select_at(mouse.at.y - layout_.messages.y);
    else
        talk_.messages().end_selection();
}

void App::submit() {
    auto& editor = talk_.composer().editor();
    if (is_command(editor.text())) {
        const auto line = editor.take_text();
        talk_.on_edited(now_.steady);
        run(std::string_view{line}.substr(1));
        return;
    }
    if (!talk_.is_open()) {
        if (!editor.empty()) say(texts_(Say::write_nobody, {key_of(Action::go_to)}), true);
        return;
    }
    talk_.send(now_.steady);
}

void App::run(std::string_view line) {
    const auto command = command_of(line, talk_.open().person);
    if (std::holds_alternative<Quit>(command)) {
        host_.quit();
        return;
    }
    if (const auto* wrong = std::get_if<NoCommand>(&command)) {
        say(command_words(*wrong, texts_), true);
        // It can be mended: it comes back.
        talk_.composer().editor().set_text('/' + std::string{line});
        return;
    }
    close_overlay();
    overlay_ = verb_.start('/' + std::string{line}, std::get<RunVerb>(command).words, texts_);
}

void App::on_verb_ended(int exit_code) {
    // What it said is the command line's, which is English.
    const bool is_foreign = texts_.language() != Language::english;
    const auto words = is_foreign ? verb_end_words(exit_code, texts_) : std::string{};
    if (verb_.on_ended(words) != VerbSession::End::silent) return;
    close_overlay();
    say(std::string{texts_(exit_code == 0 ? Say::verb_done : Say::verb_failed)}, exit_code != 0);
}

void App::complete() {
    auto& editor = talk_.composer().editor();
    if (editor.cursor() == 0) return;
    const auto line = editor.text().substr(1, editor.cursor() - 1);
    auto words_before = words_of(line);
    if (!words_before) return;  // In the middle of a quotation.
    auto& words = *words_before;
    if (words.empty() || line.ends_with(' ')) words.emplace_back();
    const auto candidates = host_.completions(words);
    if (candidates.empty()) return;
    // As far as all of them agree.
    auto common = candidates.front();
    for (const auto& candidate : candidates) {
        const auto end = std::ranges::mismatch(common, candidate).in1;
        common.erase(end, common.end());
    }
    if (common.size() > words.back().size() && common.starts_with(words.back())) {
        editor.insert(escaped(common.substr(words.back().size())));
        if (candidates.size() == 1) editor.insert(" ");
    } else if (candidates.size() > 1) {
        std::string list;
        for (const auto& candidate : candidates)
            list += (list.empty() ? "" : "  ") + visible(candidate);
        say(std::move(list));
    } else {
        editor.insert(" ");
    }
}

void App::copy(std::string_view text) {
    const bool fits = host_.copy(text);
    say(std::string{texts_(fits ? Say::copied : Say::copy_too_long)}, !fits);
}

void App::go_back() {
    if (talk_.messages().is_selecting()) {
        talk_.messages().end_selection();
    } else if (sidebar_.has_focus()) {
        sidebar_.set_focus(false, talk_.open());
    } else if (!notice_.text().empty()) {
        notice_.clear();
    } else {
        talk_.messages().go_to_end();
    }
}

void App::interrupt() {
    auto& editor = talk_.composer().editor();
    if (!editor.empty()) {
        editor.kill_all();
        talk_.on_edited(now_.steady);
        return;
    }
    if (interrupted_ && now_.steady - *interrupted_ < twice_within) {
        host_.quit();
        return;
    }
    interrupted_ = now_.steady;
    say(std::string{texts_(Say::interrupt_again)});
}

void App::quote(const client::Message& message) {
    std::string text;
    std::string_view rest = message.text;
    while (!rest.empty()) text += "> " + std::string{take_until(rest, '\n')} + '\n';
    talk_.messages().end_selection();
    if (!talk_.composer().editor().insert(text + '\n'))
        say(std::string{texts_(Say::text_full)}, true);
    talk_.on_edited(now_.steady);
}

}  // namespace earshot::tui
