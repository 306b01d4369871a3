#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

constexpr std::size_t text_columns = 40;

}  // namespace

ExitCode queue_list(Session& session, const Arguments&) {
    const auto answer = session.call("outbox.list");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    const auto waiting = objects_in(*answer, "outgoing");
    std::vector<std::string> ids;
    ids.reserve(waiting.size());
    for (const auto* one : waiting) ids.push_back(text_in(*one, "id"));
    const auto beginnings = short_ids(ids);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        const auto& one = *waiting[i];
        if (out.is_json())
            out.print_object("earshot.outgoing.v1", one);
        else
            rows.push_back({visible(beginnings[i]),
                            clock_text(integer_in(one, "queued"), wall_time()),
                            "to " + shown_in(one, "to_name"),
                            out.dim(shortened(shown_in(one, "text"), text_columns)),
                            flag_in(one, "put_off") ? "until they accept you" : ""});
    }
    out.print(table(rows));
    if (waiting.empty()) out.remark("nothing waits: everything has arrived");
    return ExitCode::done;
}

ExitCode queue_retry(Session& session, const Arguments& arguments) {
    control::Object query;
    if (arguments.message) query["id"] = *arguments.message;
    const auto answer = session.call("outbox.retry", query);
    if (!answer) return session.exit_code();
    auto& out = session.out();
    const auto retried = integer_in(*answer, "retried");
    if (out.is_json())
        out.print_object("earshot.queue_retry.v1", *answer);
    else
        out.print("trying " + std::to_string(retried) + (retried == 1 ? " message" : " messages") +
                  " again\n");
    return ExitCode::done;
}

ExitCode queue_cancel(Session& session, const Arguments& arguments) {
    const auto id = arguments.message.value_or("");
    const auto answer = session.call("outbox.cancel", {{"id", id}});
    if (!answer) return session.exit_code();
    auto& out = session.out();
    auto object = *answer;
    object["id"] = id;
    if (out.is_json())
        out.print_object("earshot.queue_cancel.v1", object);
    else
        out.print("canceled " + visible(id) + '\n');
    return ExitCode::done;
}

}  // namespace earshot::cli
