#include <algorithm>
#include <utility>

#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::cli {
namespace {

constexpr std::int64_t page_max = 500;  // Of message.list.

std::optional<std::string> text_to_send(Session& session, const Arguments& arguments) {
    std::string text = arguments.text.value_or("-");
    if (text == "-") {
        if (!arguments.text && input_is_terminal()) {
            session.complain(ExitCode::usage, "TEXT is missing",
                             "give it as a word, or - to read it from standard input");
            return std::nullopt;
        }
        // One more for the line end that is dropped.
        auto input = read_input(limits::text_bytes_max + 1);
        if (!input && input.error().kind != ErrorKind::too_large) {
            session.complain(ExitCode::failed, input.error().what);
            return std::nullopt;
        }
        text = input ? *std::move(input) : std::string(limits::text_bytes_max + 1, ' ');
        if (text.ends_with('\n')) text.pop_back();
    }
    if (text.size() > limits::text_bytes_max) {
        session.complain(ExitCode::usage, "the text is longer than 64 KiB",
                         "send its parts one by one, or say where the file is");
    } else if (text.empty()) {
        session.complain(ExitCode::usage, "there is nothing to send: the text is empty");
    } else if (!is_utf8(text)) {
        session.complain(ExitCode::usage, "the text is not UTF-8",
                         "convert it first: iconv -f latin1 -t utf-8");
    } else {
        return text;
    }
    return std::nullopt;
}

bool has_arrived(std::string_view state) { return state == "delivered" || state == "read"; }
bool is_over(std::string_view state) {
    return has_arrived(state) || state == "failed" || state == "canceled";
}

struct Waited {
    std::string state;
    std::string reason;
    std::optional<Silence> ended_by;
};

/// Follows the state of a message until it is over. Events are on before the state is asked for, so
/// no change falls between. Nothing after a complaint.
std::optional<Waited> wait_for_state(Session& session, const std::string& id, Duration patience) {
    const auto deadline = deadline_in(patience);
    const Interrupt interrupt;
    if (!session.call("session.subscribe", {{"kinds", control::Array{"message.stateChanged"}}}))
        return std::nullopt;
    const auto message = session.call("message.get", {{"id", id}});
    if (!message) return std::nullopt;
    Waited waited{text_in(*message, "state"), text_in(*message, "reason"), std::nullopt};
    while (!is_over(waited.state)) {
        const auto heard = session.client().next_event(deadline, interrupt.descriptor());
        if (const auto* silence = std::get_if<Silence>(&heard)) {
            waited.ended_by = *silence;
            break;
        }
        const auto& event = std::get<control::Object>(heard);
        if (text_in(event, "event") != "message.stateChanged" || text_in(event, "id") != id)
            continue;
        waited.state = text_in(event, "state");
        waited.reason = text_in(event, "reason");
    }
    return waited;
}

ExitCode report_wait(Session& session, const Arguments& arguments, const Waited& waited) {
    const auto still = "the message stays queued and goes out when it can";
    if (has_arrived(waited.state)) return ExitCode::done;
    if (!waited.ended_by)
        return session.complain(ExitCode::failed,
                                std::string{"the message "} +
                                    (waited.state == "canceled" ? "is " : "has ") +
                                    state_text(waited.state, waited.reason));
    switch (*waited.ended_by) {
        case Silence::interrupted: session.out().remark(still); return ExitCode::interrupted;
        case Silence::unread: return ExitCode::done;
        case Silence::lost:
            return session.complain(ExitCode::no_daemon, "the daemon stopped", still);
        case Silence::timeout: break;
    }
    const auto milliseconds = arguments.timeout.count();
    const auto time = milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s"
                                               : std::to_string(milliseconds) + " ms";
    return session.complain(ExitCode::not_in_time, "not delivered within " + time,
                            std::string{still} + "\nsee what waits: earshot queue list");
}

void report_sent(Session& session, const Arguments& arguments, const std::string& state,
                 const std::string& id) {
    auto& out = session.out();
    if (out.style().quiet) return;
    const auto who = visible(arguments.who);
    const auto line = has_arrived(state) ? "delivered to " + who : state + " for " + who;
    out.print(line + "  " + out.dim(visible(id)) + '\n');
}

}  // namespace

ExitCode send(Session& session, const Arguments& arguments) {
    const auto text = text_to_send(session, arguments);
    if (!text) return session.exit_code();
    const bool waits = arguments.wait == "delivered";
    auto& out = session.out();
    const auto sent = session.call_again(
        "message.send", {{"to", arguments.who}, {"body", *text}, {"ref", random_ref()}});
    if (!sent) return session.exit_code();
    const auto id = text_in(*sent, "id");
    // A script has the id even when the waiting is interrupted.
    const bool prints_id = !out.is_json() && !out.style().out_is_terminal;
    if (prints_id) out.print(visible(id) + '\n');
    out.flush();

    std::optional<Waited> waited{{text_in(*sent, "state"), {}, std::nullopt}};
    if (waits) waited = wait_for_state(session, id, arguments.timeout);
    if (!waited) return session.exit_code();
    if (out.is_json()) {
        auto object = *sent;
        object["state"] = waited->state;
        if (!waited->reason.empty()) object["reason"] = waited->reason;
        out.print_object("earshot.sent.v1", object);
    } else if (!prints_id) {
        report_sent(session, arguments, waited->state, id);
    }
    return waits ? report_wait(session, arguments, *waited) : ExitCode::done;
}

namespace {

/// Where to read: an id of a conversation is told from one of a person by asking.
std::optional<control::Object> first_page(Session& session, const Arguments& arguments,
                                          control::Object& query) {
    const auto& what = arguments.conversation;
    if (ConversationId::from_text(what)) {
        if (!session.connect()) return std::nullopt;
        query["conversation"] = what;
        auto reply = session.ask("message.list", query);
        if (auto* page = std::get_if<control::Object>(&reply)) return std::move(*page);
        const auto* failure = std::get_if<control::Failure>(&reply);
        if (failure && failure->kind != control::FailureKind::not_found) {
            session.complain(*failure, "message.list");
            return std::nullopt;
        }
        query.erase("conversation");
    }
    query["who"] = what;
    return session.call("message.list", query);
}

/// Oldest first, at most --count.
std::optional<std::vector<control::Object>> messages_to_show(Session& session,
                                                             const Arguments& arguments) {
    std::vector<std::vector<control::Object>> pages;  // Newest page first.
    std::int64_t wanted = arguments.count;
    control::Object query;
    if (arguments.before) {
        // Asked for by itself, so that it is clear which of the two was not found.
        const auto message = session.call("message.get", {{"id", *arguments.before}});
        if (!message) return std::nullopt;
        query["before"] = text_in(*message, "id");
    }
    while (wanted > 0) {
        const auto asked = std::min(wanted, page_max);
        query["limit"] = asked;
        const auto page = pages.empty() ? first_page(session, arguments, query)
                                        : session.call("message.list", query);
        if (!page) return std::nullopt;
        auto& messages = pages.emplace_back();
        for (const auto* message : objects_in(*page, "messages")) messages.push_back(*message);
        const auto got = static_cast<std::int64_t>(messages.size());
        if (got < asked) break;
        wanted -= got;
        query["before"] = text_in(messages.front(), "id");
    }
    std::vector<control::Object> all;
    for (auto page = pages.rbegin(); page != pages.rend(); ++page)
        std::ranges::move(*page, std::back_inserter(all));
    return all;
}

std::string message_line(const control::Object& message, const Output& out, WallTime now) {
    const auto time = clock_text(integer_in(message, "time"), now);
    const auto clock = time.substr(time.find(' ') + 1);
    const auto state = text_in(message, "state");
    auto line = out.dim(clock) + "  " + out.bold(shown_in(message, "author_name")) + ": " +
                visible_lines(text_in(message, "text"), clock.size() + 2);
    if (flag_in(message, "own") && !has_arrived(state))
        line += "  " + out.dim("(" + state_text(state, text_in(message, "reason")) + ")");
    return line + '\n';
}

}  // namespace

ExitCode read(Session& session, const Arguments& arguments) {
    const auto messages = messages_to_show(session, arguments);
    if (!messages) return session.exit_code();
    auto& out = session.out();
    std::string day;
    for (const auto& message : *messages) {
        if (out.is_json()) {
            out.print_object("earshot.message.v1", message);
            continue;
        }
        if (const auto here = day_text(integer_in(message, "time")); here != day) {
            day = here;
            out.print(out.dim(day) + '\n');
        }
        out.print(message_line(message, out, wall_time()));
    }
    if (messages->empty()) out.remark("no messages yet");
    return ExitCode::done;
}

}  // namespace earshot::cli
