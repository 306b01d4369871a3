#pragma once

#include <cstdint>

#include "cli/session.hpp"

/// The end of a daemon, seen from outside.
namespace earshot::cli {

enum class Ended : std::uint8_t {
    yes,
    did_not_run,
    failed,  ///< The user was told why; the exit code is the session's.
};

/// Asks the daemon to end, and waits until its process is gone, at most `patience`.
Ended end_daemon(Session& session, Duration patience);

}  // namespace earshot::cli
