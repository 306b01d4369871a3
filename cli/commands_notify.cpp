#include "cli/commands.hpp"
#include "cli/conversation.hpp"
#include "cli/fields.hpp"
#include "cli/input.hpp"
#include "cli/render.hpp"
#include "core/base/limits.hpp"

namespace earshot::cli {
namespace {

ExitCode report(Session& session, const std::optional<control::Object>& notify) {
    if (!notify) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.notify.v1", *notify);
        return ExitCode::done;
    }
    const auto until = integer_in(*notify, "snoozed_until");
    out.print(until > 0 ? "no notifications until " + clock_text(until, wall_time()) + '\n'
                        : "notifications are on\n");
    if (const auto hours = shown_in(*notify, "hours"); !hours.empty())
        out.print("only " + hours + (flag_in(*notify, "off_hours") ? ", so not now\n" : "\n"));
    out.print("shown: " + shown_in(*notify, "privacy") + '\n');
    for (const auto* each : objects_in(*notify, "conversations"))
        out.print("muted: " + shown_in(*each, "peer_name") + '\n');
    return ExitCode::done;
}

ExitCode set_level(Session& session, const Arguments& arguments, std::string_view level) {
    const auto conversation = find_conversation(session, arguments.conversation);
    if (!conversation) return session.exit_code();
    return report(session,
                  session.call("notify.set", {{"conversation", *conversation}, {"level", level}}));
}

}  // namespace

ExitCode notify_status(Session& session, const Arguments&) {
    return report(session, session.call("notify.get"));
}

ExitCode notify_mute(Session& session, const Arguments& arguments) {
    return set_level(session, arguments, "none");
}

ExitCode notify_unmute(Session& session, const Arguments& arguments) {
    return set_level(session, arguments, "all");
}

ExitCode notify_snooze(Session& session, const Arguments& arguments) {
    return report(
        session, session.call("notify.snooze", {{"for_ms", std::int64_t{arguments.span.count()}}}));
}

ExitCode draft(Session& session, const Arguments& arguments) {
    if (arguments.clear && arguments.text)
        return session.complain(ExitCode::usage, "either TEXT or --clear");
    const auto conversation = find_conversation(session, arguments.conversation);
    if (!conversation) return session.exit_code();
    control::Object query{{"conversation", *conversation}};
    const bool changes = arguments.clear || arguments.text.has_value();
    if (changes) query["body"] = arguments.text.value_or("");
    if (arguments.text == "-") {
        const auto input = read_input(limits::text_bytes_max);
        if (!input) return session.complain(ExitCode::usage, input.error().what);
        query["body"] = *input;
    }
    const auto kept = session.call(changes ? "draft.set" : "draft.get", query);
    if (!kept) return session.exit_code();
    auto& out = session.out();
    const auto body = text_in(*kept, "body");
    if (out.is_json())
        out.print_object("earshot.draft.v1", *kept);
    else if (!changes && !body.empty())
        out.print(visible_lines(body) + '\n');
    if (!changes && body.empty()) out.remark("there is no draft");
    return ExitCode::done;
}

}  // namespace earshot::cli
