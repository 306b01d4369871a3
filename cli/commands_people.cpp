#include <algorithm>

#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "cli/trust_text.hpp"

namespace earshot::cli {
namespace {

std::string count_text(std::int64_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string{count == 1 ? one : many};
}

std::vector<std::string> person_row(const control::Object& person, const std::string& short_id,
                                    const Output& out, WallTime now) {
    const auto presence = text_in(person, "presence");
    const auto addresses = texts_in(person, "addresses");
    std::vector<std::string> row{
        presence == "offline" ? out.dim("offline") : out.bold(visible(presence)),
        shown_in(person, "name"), visible(short_id),
        addresses.empty() ? "" : visible(addresses.front())};
    std::string notes;
    const auto note = [&notes](std::string_view text) {
        notes += (notes.empty() ? "" : ", ") + std::string{text};
    };
    if (const auto text = shown_in(person, "status_text"); !text.empty()) note(text);
    if (const auto middle = shown_in(person, "through"); !middle.empty()) note("through " + middle);
    if (flag_in(person, "self")) note("you");
    if (flag_in(person, "verified")) note("verified");
    if (text_in(person, "state") == "blocked") note("blocked");
    if (const auto warning = namesake_text(person); !warning.empty()) note(warning);
    const auto last_seen = integer_in(person, "last_seen");
    if (presence != "offline" && person.contains("answers") && !flag_in(person, "answers"))
        note("does not answer");
    if (presence == "offline" && last_seen > 0 && !flag_in(person, "self"))
        note("last seen " + clock_text(last_seen, now));
    row.push_back(notes);
    return row;
}

}  // namespace

ExitCode status(Session& session, const Arguments&) {
    const auto info = session.call("daemon.info");
    if (!info) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.status.v1", *info);
        return ExitCode::done;
    }
    const auto& person = object_in(*info, "person");
    const auto queue = integer_in(*info, "queue");
    const auto requests = integer_in(*info, "requests");
    out.print(out.bold(shown_in(person, "name")) + "  " + shown_in(person, "id") + '\n');
    std::vector<std::vector<std::string>> rows{
        {"network", "port " + std::to_string(integer_in(*info, "port")) + ", " +
                        discovery_in(*info) + ", " +
                        count_text(integer_in(*info, "links"), "link", "links")},
        {"seen", visibility_in(*info)},
        {"queue",
         queue == 0 ? "nothing waits" : count_text(queue, "message waits", "messages wait")}};
    if (requests > 0)
        rows.push_back(
            {"requests", count_text(requests, "person asks", "people ask") + ": earshot requests"});
    rows.push_back({"daemon", shown_in(*info, "version") + ", up " +
                                  span_text(integer_in(*info, "uptime_ms")) + ", process " +
                                  std::to_string(integer_in(*info, "pid"))});
    rows.push_back({"profile", shown_in(*info, "profile_dir")});
    out.print(table(rows, 2));
    return ExitCode::done;
}

ExitCode people(Session& session, const Arguments& arguments) {
    const auto answer =
        session.call("people.list", {{"filter", arguments.nearby ? "nearby" : "all"}});
    if (!answer) return session.exit_code();
    auto& out = session.out();
    auto list = objects_in(*answer, "people");
    if (out.is_json()) {
        for (const auto* person : list) out.print_object("earshot.person.v1", *person);
        return ExitCode::done;
    }
    std::ranges::stable_sort(list, [](const auto* a, const auto* b) {
        return text_in(*a, "presence") != "offline" && text_in(*b, "presence") == "offline";
    });
    std::vector<std::string> ids;
    ids.reserve(list.size());
    for (const auto* person : list) ids.push_back(text_in(*person, "id"));
    const auto beginnings = short_ids(ids);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < list.size(); ++i)
        rows.push_back(person_row(*list[i], beginnings[i], out, wall_time()));
    out.print(table(rows));
    if (list.empty())
        out.remark(arguments.nearby
                       ? "nobody is here yet; see how people are looked for: "
                         "earshot net status"
                       : "nobody was met yet; see who is here: earshot people --nearby");
    return ExitCode::done;
}

ExitCode presence(Session& session, const Arguments& arguments) {
    const bool asks = arguments.state.empty() && arguments.status_text.empty();
    control::Object params;
    if (!asks) {
        params["state"] = arguments.state.empty()    ? "online"
                          : arguments.state == "dnd" ? "busy"
                                                     : arguments.state.c_str();
        params["text"] = arguments.status_text.c_str();
        if (arguments.span > Duration{}) params["for_ms"] = arguments.span.count();
    }
    const auto answer = session.call(asks ? "presence.get" : "presence.set", std::move(params));
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.presence.v1", *answer);
        return ExitCode::done;
    }
    auto line = out.bold(shown_in(*answer, "state"));
    if (!text_in(*answer, "text").empty()) line += "  " + shown_in(*answer, "text");
    if (const auto until = integer_in(*answer, "until"); until > 0)
        line += "  " + out.dim("until " + clock_text(until, wall_time()));
    if (flag_in(*answer, "off_hours") && text_in(*answer, "state") == "online")
        line += "  " + out.dim("outside your working hours, so others see you as busy");
    out.print(line + '\n');
    return ExitCode::done;
}

}  // namespace earshot::cli
