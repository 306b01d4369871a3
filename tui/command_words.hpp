#pragma once

#include <string>

#include "tui/command_line.hpp"
#include "tui/texts.hpp"

/// Why a line behind a slash is no command, in the language of the face; empty where it is empty.
namespace earshot::tui {

std::string command_words(const NoCommand& wrong, const Texts& texts);

}  // namespace earshot::tui
