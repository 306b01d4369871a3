#include <optional>

#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

/// `verify --live`: a conversation at a terminal, single steps in a script.
namespace earshot::cli {
namespace {

std::string reason_of(std::string_view failure) {
    if (failure == "canceled") return "it was canceled";
    if (failure == "different") return "the codes differ: somebody may stand between you";
    if (failure == "cheated") return "their computer cheated: somebody may stand between you";
    if (failure == "silent") return "nobody answered in time";
    if (failure == "link_lost") return "the connection was lost";
    return visible(failure);
}

bool is_settled(std::string_view stage) {
    return stage == "comparing" || stage == "agreed" || stage == "failed" || stage == "none";
}

/// How it stands once there is a code, or none is to be expected; nothing after a complaint.
std::optional<control::Object> wait_for_code(Session& session, const Arguments& arguments,
                                             Duration patience) {
    const auto deadline = deadline_in(patience);
    const Interrupt interrupt;
    // Events are on before it is asked for, so no change falls between.
    const control::Array kinds{"verify.sas.changed"};
    if (!session.call("session.subscribe", {{"kinds", kinds}})) return std::nullopt;
    while (true) {
        auto comparison = session.call("verify.sas.get", {{"who", arguments.who}});
        if (!comparison || is_settled(text_in(*comparison, "stage"))) return comparison;
        const auto heard = session.client().next_event(deadline, interrupt.descriptor());
        const auto* const silence = std::get_if<Silence>(&heard);
        if (silence == nullptr) continue;
        if (*silence == Silence::timeout)
            session.complain(ExitCode::not_in_time, "they have not begun yet",
                             "they have to compare with you at the same time");
        else
            session.complain(
                *silence == Silence::lost ? ExitCode::no_daemon : ExitCode::interrupted,
                "nothing was compared");
        return std::nullopt;
    }
}

ExitCode report(Session& session, const control::Object& comparison) {
    auto& out = session.out();
    const auto name = shown_in(object_in(comparison, "person"), "name");
    const auto stage = text_in(comparison, "stage");
    if (stage == "failed" || stage == "none") {
        const auto failure = text_in(comparison, "failure");
        const auto is_suspect = failure == "different" || failure == "cheated";
        return session.complain(is_suspect ? ExitCode::identity : ExitCode::refused,
                                name + ": " + reason_of(failure));
    }
    if (out.is_json())
        out.print_object("earshot.comparison.v1", comparison);
    else if (stage == "agreed")
        out.print(name + " is verified\n");
    else
        out.print(shown_in(comparison, "code") + '\n');
    return ExitCode::done;
}

ExitCode step(Session& session, std::string_view method, const control::Object& params) {
    const auto comparison = session.call(method, params);
    if (!comparison) return session.exit_code();
    if (text_in(*comparison, "failure") == "canceled") {
        session.out().remark("canceled");
        return ExitCode::done;
    }
    return report(session, *comparison);
}

/// Two groups of three, as people read them to each other.
std::string spaced(const std::string& code) {
    constexpr std::size_t group = 3;
    return code.size() <= group ? code : code.substr(0, group) + ' ' + code.substr(group);
}

ExitCode ask_person(Session& session, const Arguments& arguments,
                    const control::Object& comparison) {
    auto& out = session.out();
    const auto name = shown_in(object_in(comparison, "person"), "name");
    const auto code = text_in(comparison, "code");
    out.print("\n  " + out.bold(spaced(visible(code))) + "\n\nDoes " + name +
              " see the same six digits? [yes/no] ");
    out.flush();
    const auto answer = read_answer();
    if (answer == "yes" || answer == "y")
        return step(session, "verify.sas.confirm", {{"who", arguments.who}, {"code", code}});
    const bool differs = answer == "no" || answer == "n";
    return step(session, "verify.sas.cancel", {{"who", arguments.who}, {"different", differs}});
}

}  // namespace

ExitCode compare(Session& session, const Arguments& arguments) {
    if (arguments.cancel) return step(session, "verify.sas.cancel", {{"who", arguments.who}});
    if (arguments.confirm)
        return step(session, "verify.sas.confirm",
                    {{"who", arguments.who}, {"code", *arguments.confirm}});
    if (!session.call("verify.sas.start", {{"who", arguments.who}})) return session.exit_code();
    auto& out = session.out();
    const bool is_person = out.style().out_is_terminal && !out.is_json() && input_is_terminal();
    constexpr auto person_patience = std::chrono::minutes{2};
    if (is_person) {
        out.print("waiting until " + visible(arguments.who) +
                  " begins, too: earshot verify YOU --live\n");
        out.flush();
    }
    const auto comparison = wait_for_code(
        session, arguments, is_person ? Duration{person_patience} : arguments.timeout);
    if (!comparison) return session.exit_code();
    if (!is_person || text_in(*comparison, "stage") != "comparing")
        return report(session, *comparison);
    return ask_person(session, arguments, *comparison);
}

}  // namespace earshot::cli
