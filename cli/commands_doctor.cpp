#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/doctor_text.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

constexpr std::string_view schema = "earshot.finding.v1";
constexpr off_t log_tail_bytes = 4096;

/// What the daemon said last; empty when it said nothing bad.
std::string last_complaint(const std::string& folder) {
    const Descriptor log{::open((folder + "/daemon.log").c_str(), O_RDONLY | O_CLOEXEC)};
    if (!log) return {};
    const off_t size = ::lseek(log.value(), 0, SEEK_END);
    std::string text(static_cast<std::size_t>(std::min(size, log_tail_bytes)), '\0');
    const auto read =
        ::pread(log.value(), text.data(), text.size(), size - static_cast<off_t>(text.size()));
    text.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
    while (text.ends_with('\n')) text.pop_back();
    const auto last = text.substr(text.rfind('\n') + 1);
    return last.starts_with("earshot-daemon: ") ? last : std::string{};
}

control::Object finding(std::string_view code, std::string_view fix, control::Object evidence) {
    return {{"id", "daemon"},
            {"verdict", "fail"},
            {"code", code},
            {"evidence", std::move(evidence)},
            {"fix", fix}};
}

/// Without the daemon there is only one finding, and it is the cause.
control::Object no_daemon(const Session& session) {
    const auto log = last_complaint(session.profile().places.folder);
    if (log.empty()) return finding("not_running", "start_daemon", {});
    return finding("not_starting", "start_daemon", {{"log", log}});
}

std::string styled(std::string_view verdict, const Output& out) {
    if (verdict == "fail") return out.bold("FAIL");
    if (verdict == "warn") return out.bold("warn");
    return out.dim(visible(verdict));
}

void print_findings(const std::vector<const control::Object*>& findings, Output& out) {
    if (out.is_json()) {
        for (const auto* each : findings) out.print_object(schema, *each);
        return;
    }
    const control::Object* cause = nullptr;
    for (const auto* each : findings) {
        const auto verdict = text_in(*each, "verdict");
        out.print(styled(verdict, out) + (verdict == "ok" ? "    " : "  ") + shown_in(*each, "id") +
                  ": " + finding_text(*each) + '\n');
        const auto fix = fix_text(*each);
        if (!fix.empty() && verdict != "ok") out.print("      fix: " + fix + '\n');
        if (verdict == "fail" && cause == nullptr) cause = each;
    }
    if (cause != nullptr) out.print("Most likely: " + finding_text(*cause) + '\n');
}

ExitCode exit_of(const std::vector<const control::Object*>& findings) {
    const bool fails = std::ranges::any_of(
        findings, [](const auto* each) { return text_in(*each, "verdict") == "fail"; });
    return fails ? ExitCode::network : ExitCode::done;
}

}  // namespace

ExitCode doctor(Session& session, const Arguments& arguments) {
    auto& out = session.out();
    session.accept_broken_store();
    const auto found = session.find_daemon();
    if (found == Session::Found::failed) return session.exit_code();
    if (found == Session::Found::no) {
        const auto cause = no_daemon(session);
        print_findings({&cause}, out);
        return ExitCode::network;
    }
    control::Object params{{"version", EARSHOT_VERSION}};
    if (arguments.peer) params["who"] = *arguments.peer;
    const auto answer = session.call("doctor.run", params);
    if (!answer) return session.exit_code();
    const auto findings = objects_in(*answer, "findings");
    print_findings(findings, out);
    return exit_of(findings);
}

}  // namespace earshot::cli
