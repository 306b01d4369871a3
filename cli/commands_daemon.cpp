#include "cli/commands.hpp"
#include "cli/ending.hpp"
#include "cli/fields.hpp"
#include "cli/launch_text.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

constexpr std::string_view schema = "earshot.daemon.v1";

void add(std::vector<std::string>& options, std::string_view name,
         const std::optional<std::string>& value) {
    if (!value) return;
    options.emplace_back(name);
    options.push_back(*value);
}

/// Of a daemon whose profile is locked: only its process, and that it is locked.
std::optional<control::Object> info_of_any(Session& session) {
    session.accept_locked();
    if (!session.connect()) return std::nullopt;
    return session.call(session.is_locked() ? "profile.state" : "daemon.info");
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
    const auto text = text_of(become_daemon(session.profile(), options));
    return session.complain(ExitCode::no_daemon, text.what, text.hint);
}

ExitCode daemon_start(Session& session, const Arguments&) {
    const auto info = info_of_any(session);
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
                  std::to_string(integer_in(*info, "pid")) +
                  (session.is_locked()
                       ? "\n" + std::string{locked_in(*info)} + '\n'
                       : ", port " + std::to_string(integer_in(*info, "port")) + '\n'));
    }
    return ExitCode::done;
}

ExitCode daemon_stop(Session& session, const Arguments& arguments) {
    const auto ended = end_daemon(session, arguments.timeout);
    if (ended == Ended::failed) return session.exit_code();
    const bool is_ended = ended == Ended::yes;
    auto& out = session.out();
    if (out.is_json())
        out.print_object(schema, {{"running", false}, {"stopped", is_ended}});
    else if (!out.style().quiet)
        out.print(is_ended ? "stopped\n" : "does not run\n");
    return ExitCode::done;
}

ExitCode daemon_restart(Session& session, const Arguments& arguments) {
    if (end_daemon(session, arguments.timeout) == Ended::failed) return session.exit_code();
    Session anew{arguments, session.out(), session.profile()};
    return daemon_start(anew, arguments);
}

ExitCode daemon_status(Session& session, const Arguments&) {
    session.accept_locked();
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
    const auto info = info_of_any(session);
    if (!info) return session.exit_code();
    if (out.is_json()) {
        auto object = *info;
        object["running"] = true;
        out.print_object(schema, object);
    } else if (session.is_locked()) {
        out.print("runs, process " + std::to_string(integer_in(*info, "pid")) + '\n');
        out.print(std::string{locked_in(*info)} + '\n');
    } else {
        out.print("runs, process " + std::to_string(integer_in(*info, "pid")) + ", port " +
                  std::to_string(integer_in(*info, "port")) + ", version " +
                  shown_in(*info, "version") + ", up " + span_text(integer_in(*info, "uptime_ms")) +
                  '\n');
    }
    return ExitCode::done;
}

}  // namespace earshot::cli
