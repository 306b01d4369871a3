#pragma once

#include <functional>
#include <memory>
#include <string>

#include "client/link.hpp"
#include "client/values.hpp"
#include "tui/ansi.hpp"
#include "tui/page.hpp"

/// What the pages say. Each asks the daemon nothing: it is given the answer.
namespace earshot::tui {

/// From the key table; without the key of a search that the daemon does not have.
std::unique_ptr<Page> help_page(const Texts& texts, bool can_search);

/// Answer of verify.start: the number to compare, and a QR code where it can be drawn.
/// `confirm` is called when they say that both numbers are the same.
std::unique_ptr<Page> verify_page(const control::Object& verification, const Texts& texts,
                                  std::function<void(const std::string& number)> confirm);

/// Answer of card.own; `copy` puts its text into the clipboard.
std::unique_ptr<Page> card_page(const control::Object& card, const Texts& texts,
                                std::function<void(const std::string& text)> copy);

/// While a doctor is at work, and what it found.
std::unique_ptr<Page> doctor_page(const Texts& texts);
Page::Lines doctor_lines(const control::Object& diagnosis);

/// All that is known of one message; `info` is the answer of message.info, or null.
std::unique_ptr<Page> details_page(const client::Message& message, const control::Object* info,
                                   const std::string& peer_name, const Texts& texts);

/// What a command says while it runs; `output` outlives the page.
std::unique_ptr<Page> verb_page(std::string title, const Ansi& output, const Texts& texts);

}  // namespace earshot::tui
