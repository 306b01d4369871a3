#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/trust_text.hpp"

namespace earshot::cli {

ExitCode requests(Session& session, const Arguments&) {
    const auto answer = session.call("requests.list");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    const auto list = objects_in(*answer, "requests");
    for (const auto* request : list) {
        if (out.is_json()) {
            out.print_object("earshot.request.v1", *request);
            continue;
        }
        const auto& person = object_in(*request, "person");
        const auto& message = object_in(*request, "message");
        constexpr std::size_t short_id_bytes = 8;
        out.print(out.bold(shown_in(person, "name")) + "  " +
                  visible(text_in(person, "id").substr(0, short_id_bytes)) + "  " +
                  out.dim(clock_text(integer_in(message, "time"), wall_time())) + '\n');
        if (const auto warning = namesake_text(person); !warning.empty())
            out.print("  " + warning + '\n');
        out.print("  " + visible_lines(text_in(message, "text"), 2) + '\n');
    }
    if (list.empty())
        out.remark("nobody asks");
    else
        out.remark("earshot request accept WHO, or earshot request decline WHO");
    return ExitCode::done;
}

ExitCode request_accept(Session& session, const Arguments& arguments) {
    return report_person(session, session.call("requests.accept", {{"who", arguments.who}}),
                         "is a contact");
}

ExitCode request_decline(Session& session, const Arguments& arguments) {
    return report_person(session, session.call("requests.decline", {{"who", arguments.who}}),
                         "asks no more");
}

}  // namespace earshot::cli
