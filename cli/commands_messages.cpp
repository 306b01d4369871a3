#include <algorithm>
#include <utility>

#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/missing.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/text.hpp"

namespace earshot::cli {
namespace {

constexpr std::int64_t page_max = 500;  // Of message.list.
constexpr Duration known_patience = std::chrono::seconds{3};

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
    std::string presence;  ///< Of the recipient, and
    bool answers = true;   ///< whether they answer.
    std::optional<Silence> ended_by = std::nullopt;

    /// A daemon that does not say whether they are here is not waited for.
    bool is_known() const {
        return is_over(state) || presence.empty() || presence == "offline" || !answers;
    }
};

Waited told_at_once(const control::Object& sent) {
    return {.state = text_in(sent, "state"),
            .reason = {},
            .presence = text_in(sent, "presence"),
            .answers = flag_in(sent, "answers")};
}

void take_event(const control::Object& event, const control::Object& sent, Waited& waited) {
    const auto name = text_in(event, "event");
    if (name == "message.stateChanged" && text_in(event, "id") == text_in(sent, "id")) {
        waited.state = text_in(event, "state");
        waited.reason = text_in(event, "reason");
    } else if (name == "presence.changed" && text_in(event, "person") == text_in(sent, "to")) {
        waited.presence = text_in(event, "presence");
        waited.answers = flag_in(event, "answers");
    }
}

/// Whether what is waited for has come, or cannot come any more.
bool is_enough(std::string_view wait, const Waited& waited) {
    if (wait == "read") return is_over(waited.state) && waited.state != "delivered";
    return wait == "delivered" ? is_over(waited.state) : waited.is_known();
}

/// Follows a message until that is enough. Events are on before the state is asked for, so no
/// change falls between. False after a complaint.
bool follow(Session& session, const control::Object& sent, std::string_view wait, Duration patience,
            Waited& waited) {
    const auto deadline = deadline_in(patience);
    const Interrupt interrupt;
    const control::Array kinds{"message.stateChanged", "presence.changed"};
    if (!session.call("session.subscribe", {{"kinds", kinds}})) return false;
    const auto message = session.call("message.get", {{"id", text_in(sent, "id")}});
    if (!message) return false;
    waited.state = text_in(*message, "state");
    waited.reason = text_in(*message, "reason");
    while (!is_enough(wait, waited)) {
        const auto heard = session.client().next_event(deadline, interrupt.descriptor());
        if (const auto* silence = std::get_if<Silence>(&heard)) {
            waited.ended_by = *silence;
            break;
        }
        take_event(std::get<control::Object>(heard), sent, waited);
    }
    return true;
}

constexpr std::string_view stays_queued = "the message stays queued and goes out when it can";

ExitCode report_wait(Session& session, const Arguments& arguments, const Waited& waited) {
    if (is_enough(arguments.wait, waited) && has_arrived(waited.state)) return ExitCode::done;
    if (!waited.ended_by)
        return session.complain(ExitCode::failed,
                                std::string{"the message "} +
                                    (waited.state == "canceled" ? "is " : "has ") +
                                    state_text(waited.state, waited.reason));
    switch (*waited.ended_by) {
        case Silence::interrupted: session.out().remark(stays_queued); return ExitCode::interrupted;
        case Silence::unread: return ExitCode::done;
        case Silence::lost:
            return session.complain(ExitCode::no_daemon, "the daemon stopped", stays_queued);
        case Silence::timeout: break;
    }
    const auto milliseconds = arguments.timeout.count();
    const auto time = milliseconds % 1000 == 0 ? std::to_string(milliseconds / 1000) + " s"
                                               : std::to_string(milliseconds) + " ms";
    if (has_arrived(waited.state))
        return session.complain(ExitCode::not_in_time, "not read within " + time,
                                "the message is delivered");
    return session.complain(ExitCode::not_in_time, "not delivered within " + time,
                            std::string{stays_queued} + "\nsee what waits: earshot queue list");
}

void report_sent(Session& session, const Arguments& arguments, const Waited& waited,
                 const std::string& id) {
    auto& out = session.out();
    if (out.style().quiet) return;
    const auto who = visible(arguments.who);
    auto line = visible(waited.state) + " for " + who;
    if (has_arrived(waited.state)) line = "delivered to " + who;
    if (waited.state == "read") line = "read by " + who;
    out.print(line + "  " + out.dim(visible(id)) + '\n');
}

/// Strangers get one message through.
bool is_put_off(Session& session, const Arguments& arguments) {
    const auto reply = session.ask("people.get", {{"who", arguments.who}});
    const auto* const person = std::get_if<control::Object>(&reply);
    return person != nullptr && flag_in(*person, "put_off");
}

/// What is known of a message that is not waited for until it has arrived.
ExitCode report_known(Session& session, const Arguments& arguments, const Waited& waited) {
    const bool is_cut_short = waited.ended_by && *waited.ended_by != Silence::timeout;
    if (is_over(waited.state) || is_cut_short) return report_wait(session, arguments, waited);
    const auto who = visible(arguments.who);
    if (waited.presence == "offline") {
        session.out().remark(who + " is away: the message goes out when they are back");
    } else if (waited.answers && is_put_off(session, arguments)) {
        session.out().remark(who + " has not accepted you yet: the message goes out when they do");
    } else if (!waited.presence.empty()) {
        session.out().remark(who +
                             " does not answer: they may just have left. The message goes "
                             "out when they are back");
    }
    return ExitCode::done;
}

control::Object sent_object(const control::Object& sent, const Waited& waited) {
    auto object = sent;
    object["state"] = waited.state;
    if (!waited.reason.empty()) object["reason"] = waited.reason;
    if (object.contains("presence")) {
        object["presence"] = waited.presence;
        object["answers"] = waited.answers;
    }
    return object;
}

}  // namespace

ExitCode send(Session& session, const Arguments& arguments) {
    const auto text = text_to_send(session, arguments);
    if (!text) return session.exit_code();
    auto& out = session.out();
    control::Object params{{"to", arguments.who}, {"body", *text}, {"ref", random_ref()}};
    if (arguments.require_verified) params["require_verified"] = true;
    const auto sent = session.call_again("message.send", params);
    if (!sent) return session.exit_code();
    const auto id = text_in(*sent, "id");
    // A script has the id even when the waiting is interrupted.
    const bool prints_id = !out.is_json() && !out.style().out_is_terminal;
    if (prints_id) out.print(visible(id) + '\n');
    out.flush();

    const bool until_over = arguments.wait == "delivered" || arguments.wait == "read";
    auto waited = told_at_once(*sent);
    if (until_over || (arguments.wait == "known" && !waited.is_known())) {
        const auto patience =
            until_over ? arguments.timeout : std::min<Duration>(arguments.timeout, known_patience);
        if (!follow(session, *sent, arguments.wait, patience, waited)) return session.exit_code();
    }
    if (out.is_json()) {
        out.print_object("earshot.sent.v1", sent_object(*sent, waited));
    } else if (!prints_id) {
        report_sent(session, arguments, waited, id);
    }
    if (arguments.wait == "queued") return ExitCode::done;
    return until_over ? report_wait(session, arguments, waited)
                      : report_known(session, arguments, waited);
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
    if (flag_in(message, "request")) line += "  " + out.dim("(request)");
    const auto carriers = integer_in(message, "carriers");
    const auto by = carriers > 0 ? " by " + std::to_string(carriers) : std::string{};
    if (flag_in(message, "own") && state != "delivered")
        line += "  " + out.dim("(" + state_text(state, text_in(message, "reason")) + by + ")");
    return line + '\n';
}

/// Up to the newest of these. False after a complaint.
bool mark_read(Session& session, const std::vector<control::Object>& messages) {
    if (messages.empty()) return true;
    const auto& last = messages.back();
    return session
        .call("conversation.markRead",
              {{"conversation", text_in(last, "conversation")}, {"up_to", text_in(last, "id")}})
        .has_value();
}

}  // namespace

ExitCode read(Session& session, const Arguments& arguments) {
    const auto messages = messages_to_show(session, arguments);
    if (!messages) return session.exit_code();
    auto& out = session.out();
    std::string day;
    Missing missing;
    for (const auto& message : *messages) {
        if (out.is_json()) {
            out.print_object("earshot.message.v1", message);
            continue;
        }
        if (const auto here = day_text(integer_in(message, "time")); here != day) {
            day = here;
            out.print(out.dim(day) + '\n');
        }
        if (const auto count = missing.before(message); count > 0)
            out.print(
                out.dim("-- " + missing_text(count, shown_in(message, "author_name")) + " --") +
                '\n');
        out.print(message_line(message, out, wall_time()));
    }
    if (messages->empty()) out.remark("no messages yet");
    if (arguments.mark_read && !mark_read(session, *messages)) return session.exit_code();
    if (!messages->empty() && flag_in(messages->back(), "request"))
        out.remark("they are no contact of yours: earshot request accept " +
                   visible(arguments.conversation) + ", or decline");
    return ExitCode::done;
}

}  // namespace earshot::cli
