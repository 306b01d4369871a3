#pragma once

#include <string>

#include "client/link.hpp"
#include "tui/texts.hpp"

/// Why a call failed, as a sentence; empty where it did not.
namespace earshot::tui {

std::string failure_words(const client::Answer& answer, const Texts& texts);

/// What a verb's exit code means; empty for 0.
std::string verb_end_words(int exit_code, const Texts& texts);

}  // namespace earshot::tui
