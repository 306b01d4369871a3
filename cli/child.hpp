#pragma once

#include <sys/wait.h>

#include <cerrno>

/// Processes of ours.
namespace earshot::cli {

/// Waits for the end of one, and says how it ended as `waitpid` does.
inline int await_end(pid_t child) noexcept {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

}  // namespace earshot::cli
