#pragma once

#include <string>

#include "cli/launcher.hpp"

/// Why no daemon could be started, in the words of the command line.
namespace earshot::cli {

struct LaunchText {
    std::string what;
    std::string hint;  ///< Perhaps two lines: the daemon's own last words, and where more are.
};

LaunchText text_of(const LaunchFailure& failure);

}  // namespace earshot::cli
