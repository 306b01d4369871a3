#include "cli/launch_text.hpp"

#include <system_error>

namespace earshot::cli {
namespace {

std::string reason(int error_number) { return std::generic_category().message(error_number); }

std::string log_hint(const LaunchFailure& failure) {
    return failure.log_line + (failure.log_line.empty() ? "see " : "\nsee ") + failure.subject;
}

}  // namespace

LaunchText text_of(const LaunchFailure& failure) {
    switch (failure.problem) {
        case LaunchProblem::foreign_socket:
            return {"the control socket belongs to somebody else or may not be opened",
                    failure.subject};
        case LaunchProblem::dead_socket:
            return {"the control socket cannot be reached", failure.subject};
        case LaunchProblem::no_program:
            return {"the program earshot-daemon is not installed beside this one", {}};
        case LaunchProblem::no_folder:
            return {
                "cannot make the folder " + failure.subject + ": " + reason(failure.error_number),
                {}};
        case LaunchProblem::no_file:
            return {"cannot write " + failure.subject + ": " + reason(failure.error_number), {}};
        case LaunchProblem::no_process:
            return {"cannot start another process: " + reason(failure.error_number), {}};
        case LaunchProblem::ended: return {"the daemon ended while it started", log_hint(failure)};
        case LaunchProblem::silent:
            return {"the daemon does not answer after 10 s", log_hint(failure)};
        case LaunchProblem::rival:
            return {"another client has been starting the daemon for 10 s", {}};
        case LaunchProblem::no_execution:
            return {"cannot run " + failure.subject + ": " + reason(failure.error_number), {}};
    }
    return {};
}

}  // namespace earshot::cli
