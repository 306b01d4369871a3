#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

constexpr std::string_view schema = "earshot.daemon.v1";

/// Of the process at the other end, so that its end can be waited for; empty on kernels before 5.3.
Descriptor process_behind(int socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return Descriptor{};
    return Descriptor{static_cast<int>(::syscall(SYS_pidfd_open, peer.pid, 0))};
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

void add(std::vector<std::string>& options, std::string_view name,
         const std::optional<std::string>& value) {
    if (!value) return;
    options.emplace_back(name);
    options.push_back(*value);
}

}  // namespace

ExitCode daemon_run(Session& session, const Arguments& arguments) {
    std::vector<std::string> options;
    add(options, "--name", arguments.name);
    add(options, "--listen", arguments.listen);
    add(options, "--log-level", arguments.log_level);
    for (const auto& interface : arguments.interfaces) add(options, "--interface", interface);
    for (const auto& seed : arguments.seeds) add(options, "--seed", seed);
    if (arguments.no_mdns) options.emplace_back("--no-mdns");
    const auto failure = become_daemon(session.profile(), options);
    return session.complain(ExitCode::no_daemon, failure.what, failure.hint);
}

ExitCode daemon_start(Session& session, const Arguments&) {
    const auto info = session.call("daemon.info");
    if (!info) return session.exit_code();
    auto& out = session.out();
    const bool started = session.has_started_daemon();
    if (out.is_json()) {
        auto object = *info;
        object["running"] = true;
        object["started"] = started;
        out.print_object(schema, object);
    } else if (!out.style().quiet) {
        out.print((started ? "started" : "runs already") + std::string{", process "} +
                  std::to_string(integer_in(*info, "pid")) + ", port " +
                  std::to_string(integer_in(*info, "port")) + '\n');
    }
    return ExitCode::done;
}

ExitCode daemon_stop(Session& session, const Arguments& arguments) {
    const auto found = session.find_daemon();
    if (found == Session::Found::failed) return session.exit_code();
    auto& out = session.out();
    const bool runs = found == Session::Found::yes;
    if (runs) {
        const auto deadline = deadline_in(arguments.timeout);
        const auto process = process_behind(session.client().descriptor());
        if (!session.call("daemon.stop")) return session.exit_code();
        if (!session.client().wait_for_end(deadline) || !wait_for_exit(process, deadline))
            return session.complain(ExitCode::failed, "the daemon has not ended yet",
                                    "give it more with --timeout");
    }
    if (out.is_json())
        out.print_object(schema, {{"running", false}, {"stopped", runs}});
    else if (!out.style().quiet)
        out.print(runs ? "stopped\n" : "does not run\n");
    return ExitCode::done;
}

ExitCode daemon_status(Session& session, const Arguments&) {
    const auto found = session.find_daemon();
    if (found == Session::Found::failed) return session.exit_code();
    auto& out = session.out();
    if (found == Session::Found::no) {
        if (out.is_json())
            out.print_object(schema, {{"running", false}});
        else
            out.print("does not run\n");
        return ExitCode::no_daemon;
    }
    const auto info = session.call("daemon.info");
    if (!info) return session.exit_code();
    if (out.is_json()) {
        auto object = *info;
        object["running"] = true;
        out.print_object(schema, object);
    } else {
        out.print("runs, process " + std::to_string(integer_in(*info, "pid")) + ", port " +
                  std::to_string(integer_in(*info, "port")) + ", version " +
                  shown_in(*info, "version") + ", up " + span_text(integer_in(*info, "uptime_ms")) +
                  '\n');
    }
    return ExitCode::done;
}

}  // namespace earshot::cli
