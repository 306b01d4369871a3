#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/qr.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/trust_text.hpp"

namespace earshot::cli {
namespace {

constexpr std::size_t group_digits = 5;
constexpr std::size_t groups_a_line = 6;

/// In groups of five, as people read numbers to each other.
std::string number_lines(std::string_view number) {
    std::string lines;
    for (std::size_t at = 0; at < number.size(); at += group_digits) {
        const auto group = at / group_digits;
        lines += group % groups_a_line == 0 ? (group == 0 ? "  " : "\n  ") : " ";
        lines += number.substr(at, group_digits);
    }
    return lines + '\n';
}

std::string presence_text(const control::Object& person, WallTime now) {
    const auto presence = text_in(person, "presence");
    const auto last_seen = integer_in(person, "last_seen");
    if (presence != "offline" || last_seen == 0) return visible(presence);
    return "offline, last seen " + clock_text(last_seen, now);
}

}  // namespace

ExitCode person_show(Session& session, const Arguments& arguments) {
    const auto person = session.call("people.get", {{"who", arguments.who}});
    if (!person) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.person.v1", *person);
        return ExitCode::done;
    }
    out.print(out.bold(shown_in(*person, "name")) + "  " + shown_in(*person, "id") + '\n');
    std::vector<std::vector<std::string>> rows;
    if (!text_in(*person, "alias").empty())
        rows.push_back({"own name", shown_in(*person, "own_name")});
    rows.push_back({"presence", presence_text(*person, wall_time())});
    if (!text_in(*person, "status_text").empty())
        rows.push_back({"says", shown_in(*person, "status_text")});
    if (flag_in(*person, "watched")) rows.push_back({"waited for", "you are told when they come"});
    rows.push_back({"trust", trust_text(*person)});
    if (const auto warning = namesake_text(*person); !warning.empty())
        rows.push_back({"beware", warning});
    rows.push_back({"devices", joined(texts_in(*person, "devices"), "  ")});
    rows.push_back({"addresses", joined(texts_in(*person, "addresses"), "  ")});
    out.print(table(rows, 2));
    return ExitCode::done;
}

ExitCode person_alias(Session& session, const Arguments& arguments) {
    const auto person =
        session.call("people.setAlias", {{"who", arguments.who}, {"alias", arguments.value}});
    return report_person(
        session, person,
        arguments.value.empty() ? "has their own name" : "is what you call them now");
}

ExitCode person_watch(Session& session, const Arguments& arguments) {
    return report_person(
        session, session.call("people.notifyWhenSeen", {{"who", arguments.who}, {"on", true}}),
        "is waited for: you are told when they come");
}

ExitCode person_unwatch(Session& session, const Arguments& arguments) {
    return report_person(
        session, session.call("people.notifyWhenSeen", {{"who", arguments.who}, {"on", false}}),
        "is not waited for");
}

ExitCode person_block(Session& session, const Arguments& arguments) {
    return report_person(session, session.call("people.block", {{"who", arguments.who}}),
                         "is blocked");
}

ExitCode person_unblock(Session& session, const Arguments& arguments) {
    return report_person(session, session.call("people.unblock", {{"who", arguments.who}}),
                         "is not blocked");
}

ExitCode person_forget(Session& session, const Arguments& arguments) {
    const auto answer =
        session.call("people.forget", {{"who", arguments.who}, {"history", arguments.history}});
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.forgotten.v1", *answer);
        return ExitCode::done;
    }
    const auto name = shown_in(object_in(*answer, "person"), "name");
    out.print(name +
              (arguments.history ? " and what you said to each other are forgotten"
                                 : " is forgotten; what you said to each other stays") +
              '\n');
    const auto canceled = integer_in(*answer, "canceled");
    if (canceled > 0)
        out.remark(std::to_string(canceled) +
                   (canceled == 1 ? " message that waited for them is taken back"
                                  : " messages that waited for them are taken back"));
    return ExitCode::done;
}

namespace {

ExitCode show_verification(Session& session, const Arguments& arguments) {
    const auto answer = session.call("verify.start", {{"who", arguments.who}});
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.verification.v1", *answer);
        return ExitCode::done;
    }
    const auto& person = object_in(*answer, "person");
    out.print(out.bold(shown_in(person, "name")) + "  " + trust_text(person) + "\n\n" +
              number_lines(visible(text_in(*answer, "number"))));
    if (arguments.qr) out.print('\n' + qr_picture(text_in(*answer, "qr")));
    if (!flag_in(person, "verified"))
        out.remark("compare it with what " + shown_in(person, "name") +
                   " sees for you, face to face or on the phone; if it is the same:\n"
                   "  earshot verify " +
                   visible(arguments.who) + " --confirm NUMBER");
    return ExitCode::done;
}

}  // namespace

ExitCode verify(Session& session, const Arguments& arguments) {
    if (arguments.live) return compare(session, arguments);
    if (arguments.withdraw)
        return report_person(session, session.call("verify.withdraw", {{"who", arguments.who}}),
                             "is not verified any more");
    control::Object params{{"who", arguments.who}};
    if (arguments.confirm) params["number"] = *arguments.confirm;
    if (arguments.scanned) params["qr"] = *arguments.scanned;
    if (params.size() == 1) return show_verification(session, arguments);
    return report_person(session, session.call("verify.confirm", params), "is verified");
}

}  // namespace earshot::cli
