#include "tui/keys.hpp"

#include <vector>

namespace earshot::tui {
namespace {

using enum Key::Code;

Key ctrl(const char* letter) { return {character, letter, true}; }
Key alt(const char* letter) { return {character, letter, false, true}; }
Key plain(Key::Code code) { return {code}; }
Key function_key(const char* number) { return {function, number}; }
Key letter(const char* text) { return {character, text}; }

std::vector<Binding> anywhere_keys() {
    using enum Context;
    std::vector<Binding> table{
        {anywhere, function_key("1"), Action::help, Say::help_help},
        {anywhere, ctrl("k"), Action::go_to, Say::help_go_to},
        {anywhere, alt("a"), Action::next_unread, Say::help_next_unread},
        {anywhere, {up, "", false, true}, Action::previous_conversation, Say::help_neighbours},
        {anywhere, {down, "", false, true}, Action::next_conversation, Say::help_neighbours},
        {anywhere, ctrl("f"), Action::find, Say::help_find},
        {anywhere, plain(page_up), Action::page_up, Say::help_pages},
        {anywhere, plain(page_down), Action::page_down, Say::help_pages},
        {anywhere, {end, "", true}, Action::go_to_end, Say::help_to_end},
        {anywhere, plain(escape), Action::back, Say::help_back},
        {anywhere, function_key("2"), Action::accept, Say::help_accept},
        {anywhere, function_key("3"), Action::decline, Say::help_decline},
        {anywhere, function_key("4"), Action::block, Say::help_block},
        {anywhere, function_key("5"), Action::doctor, Say::help_doctor},
        {anywhere, function_key("6"), Action::verify, Say::help_verify},
        {anywhere, function_key("7"), Action::card, Say::help_card},
        {anywhere, function_key("8"), Action::toggle_list, Say::help_toggle_list},
        {anywhere, ctrl("l"), Action::redraw, Say::help_redraw},
        {anywhere, ctrl("z"), Action::suspend, Say::help_suspend},
        {anywhere, ctrl("c"), Action::interrupt, Say::help_interrupt},
        {anywhere, ctrl("q"), Action::quit, Say::help_quit},
    };
    for (const char* digit : {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
        table.push_back({anywhere, alt(digit), Action::nth_conversation, Say::help_nth});
    return table;
}

std::vector<Binding> writing_keys() {
    using enum Context;
    return {
        {writing, plain(enter), Action::send, Say::help_send},
        {writing, {enter, "", false, true}, Action::new_line, Say::help_new_line},
        {writing, ctrl("j"), Action::new_line, Say::help_new_line},
        {writing, {enter, "", false, false, true}, Action::new_line, Say::help_new_line},
        {writing, plain(tab), Action::complete, Say::help_complete},
        {writing, plain(up), Action::up, Say::help_select},
        {writing, plain(down), Action::down, Say::help_select},
        {writing, ctrl("a"), Action::home, Say::help_line_ends},
        {writing, ctrl("e"), Action::end, Say::help_line_ends},
        {writing, plain(home), Action::home, Say::help_line_ends},
        {writing, plain(end), Action::end, Say::help_line_ends},
        {writing, plain(left), Action::left, Say::help_characters},
        {writing, plain(right), Action::right, Say::help_characters},
        {writing, ctrl("b"), Action::left, Say::help_characters},
        {writing, alt("b"), Action::word_left, Say::help_words},
        {writing, alt("f"), Action::word_right, Say::help_words},
        {writing, {left, "", true}, Action::word_left, Say::help_words},
        {writing, {right, "", true}, Action::word_right, Say::help_words},
        {writing, plain(backspace), Action::erase_left, Say::help_erase},
        {writing, ctrl("h"), Action::erase_left, Say::help_erase},
        {writing, plain(remove), Action::erase_right, Say::help_erase},
        {writing, ctrl("d"), Action::erase_right, Say::help_erase},
        {writing, ctrl("w"), Action::kill_word_left, Say::help_kill_words},
        {writing, {backspace, "", false, true}, Action::kill_word_left, Say::help_kill_words},
        {writing, alt("d"), Action::kill_word_right, Say::help_kill_words},
        {writing, ctrl("u"), Action::kill_to_home, Say::help_kill_line},
        {writing, alt("k"), Action::kill_to_end, Say::help_kill_line},
        {writing, ctrl("y"), Action::yank, Say::help_yank},
        {writing, ctrl("t"), Action::swap, Say::help_swap},
    };
}

std::vector<Binding> other_keys() {
    using enum Context;
    return {
        {message, plain(up), Action::up, Say::help_select},
        {message, plain(down), Action::down, Say::help_select},
        {message, plain(enter), Action::details, Say::help_details},
        {message, letter("i"), Action::details, Say::help_details},
        {message, letter("q"), Action::quote, Say::help_quote},
        {message, letter("c"), Action::copy, Say::help_copy},
        {message, letter("x"), Action::take_back, Say::help_take_back},

        {list, plain(tab), Action::focus_list, Say::help_leave_list},
        {list, plain(up), Action::up, Say::help_choose},
        {list, plain(down), Action::down, Say::help_choose},
        {list, plain(enter), Action::choose, Say::help_choose},

        {panel, plain(up), Action::up, Say::help_choose},
        {panel, plain(down), Action::down, Say::help_choose},
        {panel, plain(enter), Action::choose, Say::help_choose},
    };
}

std::vector<Binding> make_table() {
    auto table = anywhere_keys();
    for (const auto& part : {writing_keys(), other_keys()})
        table.insert(table.end(), part.begin(), part.end());
    return table;
}

const std::vector<Binding>& table() {
    static const auto made = make_table();
    return made;
}

bool is_same(const Key& bound, const Key& key) {
    if (bound.code != character || (!bound.ctrl && !bound.alt)) return bound == key;
    // Shift only makes capitals of letters, and terminals do not tell it.
    return key.code == character && key.text == bound.text && key.ctrl == bound.ctrl &&
           key.alt == bound.alt;
}

}  // namespace

std::span<const Binding> bindings() { return table(); }

std::optional<Action> find_action(Context context, const Key& key) {
    for (const auto where : {context, Context::anywhere})
        for (const auto& binding : table())
            if (binding.context == where && is_same(binding.key, key)) return binding.action;
    return std::nullopt;
}

std::string name_of(const Key& key) {
    std::string name;
    if (key.ctrl) name += "Ctrl-";
    if (key.alt) name += "Alt-";
    if (key.shift) name += "Shift-";
    switch (key.code) {
        case character: {
            const bool is_letter = key.text.size() == 1 && key.text[0] >= 'a' && key.text[0] <= 'z';
            if (is_letter && (key.ctrl || key.alt))
                return name + static_cast<char>(key.text[0] - ('a' - 'A'));
            return name + key.text;
        }
        case enter: return name + "Enter";
        case tab: return name + "Tab";
        case backspace: return name + "Backspace";
        case remove: return name + "Del";
        case escape: return name + "Esc";
        case up: return name + "Up";
        case down: return name + "Down";
        case left: return name + "Left";
        case right: return name + "Right";
        case home: return name + "Home";
        case end: return name + "End";
        case page_up: return name + "PgUp";
        case page_down: return name + "PgDn";
        case function: return name + "F" + key.text;
    }
    return name;
}

std::string key_of(Action action) {
    for (const auto& binding : table())
        if (binding.action == action) return name_of(binding.key);
    return {};
}

}  // namespace earshot::tui
