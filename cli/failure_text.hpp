#pragma once

#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "core/control/failure.hpp"

/// What the daemon's failures mean to a person and to the shell: the sentence, the next step, the
/// exit code. The daemon sends kinds; clients make sentences.
namespace earshot::cli {

struct FailureText {
    ExitCode exit;
    std::string what;
    std::string hint;  ///< Perhaps several lines.
};

FailureText text_of(const control::Failure& failure, std::string_view method);

}  // namespace earshot::cli
