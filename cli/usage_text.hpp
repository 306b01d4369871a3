#pragma once

#include <string>

#include "cli/options.hpp"

/// What is wrong with a command line, in the words of the command line.
namespace earshot::cli {

struct UsageText {
    std::string what;
    std::string hint;  ///< May be empty.
};

UsageText text_of(const UsageError& error);

}  // namespace earshot::cli
