#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "tui/event.hpp"
#include "tui/say.hpp"

/// What each key does, as one table: it is looked up here, and the help of F1 is made from it.
namespace earshot::tui {

enum class Action : std::uint8_t {
    // Anywhere.
    help,
    go_to,
    next_unread,
    nth_conversation,  ///< The key is the number.
    previous_conversation,
    next_conversation,
    focus_list,
    toggle_list,
    find,
    doctor,
    verify,
    card,
    accept,
    decline,
    block,
    page_up,
    page_down,
    go_to_end,
    back,
    redraw,
    suspend,
    interrupt,
    quit,
    // Writing.
    send,
    new_line,
    complete,
    left,
    right,
    word_left,
    word_right,
    home,
    end,
    up,
    down,
    erase_left,
    erase_right,
    kill_word_left,
    kill_word_right,
    kill_to_home,
    kill_to_end,
    yank,
    swap,
    // The list, panels.
    choose,
    // A selected message.
    quote,
    copy,
    take_back,
    details,
};

/// Where a key means it. What is bound `anywhere` is looked up last.
enum class Context : std::uint8_t { anywhere, writing, list, message, panel };

struct Binding {
    Context context;
    Key key;
    Action action;
    Say help;
};

std::span<const Binding> bindings();

std::optional<Action> find_action(Context context, const Key& key);

/// "Ctrl-K"; names of keys are the same in both languages.
std::string name_of(const Key& key);

/// The first key of an action, for hints.
std::string key_of(Action action);

}  // namespace earshot::tui
