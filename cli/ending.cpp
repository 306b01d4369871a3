#include "cli/ending.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "cli/descriptor.hpp"
#include "cli/fields.hpp"

namespace earshot::cli {
namespace {

/// Its end can be waited for. Empty when it is gone already, and on kernels before 5.3.
Descriptor process_of(std::int64_t pid) {
    return Descriptor{static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0))};
}

bool wait_for_exit(const Descriptor& process, Deadline deadline) {
    if (!process) return true;
    pollfd polled{process.value(), POLLIN, 0};
    while (true) {
        const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
        const int ready =
            ::poll(&polled, 1, static_cast<int>(std::max<Duration::rep>(0, left.count())));
        if (ready > 0) return true;
        if (ready == 0) return false;
    }
}

}  // namespace

Ended end_daemon(Session& session, Duration patience) {
    session.accept_locked();
    session.accept_broken_store();
    const auto found = session.find_daemon();
    if (found == Session::Found::failed) return Ended::failed;
    if (found == Session::Found::no) return Ended::did_not_run;
    const auto deadline = deadline_in(patience);
    // What the socket says of its other end is who made it: a supervisor, perhaps.
    const bool is_hindered = session.is_locked() || session.is_store_broken();
    const auto info = session.call(is_hindered ? "profile.state" : "daemon.info");
    if (!info) return Ended::failed;
    const auto process = process_of(integer_in(*info, "pid"));
    if (!session.call("daemon.stop")) return Ended::failed;
    if (session.client().wait_for_end(deadline) && wait_for_exit(process, deadline))
        return Ended::yes;
    session.complain(ExitCode::failed, "the daemon has not ended yet",
                     "give it more with --timeout");
    return Ended::failed;
}

}  // namespace earshot::cli
