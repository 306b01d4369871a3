#pragma once

#include <string>
#include <vector>

#include "cli/launcher.hpp"
#include "tui/texts.hpp"

/// Why no daemon could be started, in the language of the face.
namespace earshot::tui {

/// One sentence.
std::string launch_words(const cli::LaunchFailure& failure, const Texts& texts);

/// What the daemon said itself, in its own words; where more is; what to do. One sentence each.
std::vector<std::string> launch_hints(const cli::LaunchFailure& failure, const Texts& texts);

}  // namespace earshot::tui
