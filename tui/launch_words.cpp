#include "tui/launch_words.hpp"

#include <cerrno>

#include "core/base/visible.hpp"
#include "tui/keys.hpp"
#include "tui/say.hpp"

namespace earshot::tui {
namespace {

using enum cli::LaunchProblem;

Say sentence_of(cli::LaunchProblem problem) {
    switch (problem) {
        case foreign_socket: return Say::launch_foreign_socket;
        case dead_socket: return Say::launch_dead_socket;
        case no_program: return Say::launch_no_program;
        case no_folder: return Say::launch_no_folder;
        case no_file: return Say::launch_no_file;
        case no_process: return Say::launch_no_process;
        case ended: return Say::launch_ended;
        case silent: return Say::launch_silent;
        case rival: return Say::launch_rival;
        case no_execution: return Say::launch_no_execution;
    }
    return Say::no_daemon;
}

/// The usual ones in words; the system's own are in its language.
std::string reason(int error_number, const Texts& texts) {
    switch (error_number) {
        case EACCES:
        case EPERM: return std::string{texts(Say::reason_permission)};
        case ENOSPC:
        case EDQUOT: return std::string{texts(Say::reason_space)};
        case EROFS: return std::string{texts(Say::reason_read_only)};
        case ENOTDIR:
        case EEXIST: return std::string{texts(Say::reason_no_folder)};
        case ENOENT: return std::string{texts(Say::reason_missing)};
        default: return texts(Say::reason_other, {std::to_string(error_number)});
    }
}

}  // namespace

std::string launch_words(const cli::LaunchFailure& failure, const Texts& texts) {
    return texts(sentence_of(failure.problem),
                 {visible(failure.subject), reason(failure.error_number, texts)});
}

std::vector<std::string> launch_hints(const cli::LaunchFailure& failure, const Texts& texts) {
    std::vector<std::string> hints;
    if (!failure.log_line.empty())
        hints.push_back(texts(Say::launch_last_words, {visible(failure.log_line)}));
    if (failure.problem == ended || failure.problem == silent)
        hints.push_back(texts(Say::launch_log, {visible(failure.subject)}));
    hints.push_back(texts(Say::launch_again, {key_of(Action::redraw)}));
    return hints;
}

}  // namespace earshot::tui
