#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"

namespace earshot::cli {
namespace {

std::vector<std::string> interface_row(const control::Object& interface, const Output& out) {
    std::string why;
    const auto because = [&why](std::string_view text) {
        why += (why.empty() ? "" : ", ") + std::string{text};
    };
    if (!flag_in(interface, "up")) because("down");
    if (flag_in(interface, "loopback")) because("loopback");
    if (!flag_in(interface, "multicast")) because("no multicast");
    return {out.bold(shown_in(interface, "name")), flag_in(interface, "used") ? "used" : "not used",
            joined(texts_in(interface, "addresses"), ", "), why};
}

std::vector<std::vector<std::string>> interface_rows(const control::Object& answer,
                                                     const Output& out) {
    std::vector<std::vector<std::string>> rows;
    for (const auto* interface : objects_in(answer, "interfaces"))
        rows.push_back(interface_row(*interface, out));
    return rows;
}

std::string round_trip_text(std::int64_t milliseconds) {
    return milliseconds < 1 ? "under 1 ms" : std::to_string(milliseconds) + " ms";
}

std::vector<std::vector<std::string>> link_rows(const control::Object& answer, const Output& out) {
    std::vector<std::vector<std::string>> rows;
    for (const auto* link : objects_in(answer, "links")) {
        const auto round_trip = control::find_integer(*link, "rtt_ms");
        const auto middle = shown_in(*link, "through");
        rows.push_back({out.bold(shown_in(*link, "name")),
                        middle.empty() ? shown_in(*link, "address") : "through " + middle,
                        text_in(*link, "direction") == "out" ? "we called" : "they called",
                        "since " + clock_text(integer_in(*link, "since"), wall_time()),
                        round_trip ? round_trip_text(*round_trip) : ""});
    }
    return rows;
}

ExitCode print_seeds(Session& session, const std::optional<control::Object>& answer) {
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.seeds.v1", *answer);
        return ExitCode::done;
    }
    for (const auto& seed : texts_in(*answer, "seeds")) out.print(visible(seed) + '\n');
    return ExitCode::done;
}

}  // namespace

namespace {

ExitCode print_visibility(Session& session, const std::optional<control::Object>& answer) {
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.visibility.v1", *answer);
        return ExitCode::done;
    }
    out.print(visibility_in(*answer) + '\n');
    std::vector<std::vector<std::string>> rows;
    for (const auto* network : objects_in(*answer, "networks")) {
        const auto gateway = shown_in(*network, "gateway");
        rows.push_back({out.bold(shown_in(*network, "interface")),
                        flag_in(*network, "known") ? "known" : "unknown",
                        flag_in(*network, "visible") ? "seen" : "not seen",
                        gateway.empty() ? "no gateway" : "gateway " + gateway});
    }
    out.print(table(rows, 2));
    return ExitCode::done;
}

}  // namespace

ExitCode net_visibility(Session& session, const Arguments& arguments) {
    control::Object params;
    if (arguments.mode) params["mode"] = *arguments.mode;
    return print_visibility(session, session.call("net.visibility", params));
}

ExitCode net_here(Session& session, const Arguments& arguments) {
    control::Object params;
    if (arguments.action) params["action"] = *arguments.action;
    return print_visibility(session, session.call("net.here", params));
}

ExitCode net_look(Session& session, const Arguments&) {
    const auto answer = session.call("net.look");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.look.v1", *answer);
        return ExitCode::done;
    }
    out.print("looking for newcomers for " + std::to_string(integer_in(*answer, "seconds")) +
              " seconds; then: earshot people\n");
    return ExitCode::done;
}

ExitCode net_status(Session& session, const Arguments&) {
    const auto answer = session.call("net.status");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.net.v1", *answer);
        return ExitCode::done;
    }
    auto all_seeds = texts_in(*answer, "seeds");
    for (const auto& seed : texts_in(*answer, "given_seeds"))
        all_seeds.push_back(seed + " (for this run)");
    const auto seeds = joined(all_seeds, ", ");
    std::vector<std::vector<std::string>> rows{
        {"port", std::to_string(integer_in(*answer, "port"))},
        {"discovery", discovery_in(*answer)},
        {"publishing", publishing_in(*answer)},
        {"looking", looking_in(*answer)},
        {"footing", footing_in(*answer)},
        {"seeds", seeds.empty() ? "none" : seeds},
        {"seen", visibility_in(*answer)},
        {"dialing", std::to_string(integer_in(*answer, "dialing"))}};
    std::erase_if(rows, [](const auto& row) { return row.back().empty(); });
    out.print(table(rows));
    out.print("interfaces\n" + table(interface_rows(*answer, out), 2));
    const auto links = link_rows(*answer, out);
    out.print(links.empty() ? "links      none\n" : "links\n" + table(links, 2));
    return ExitCode::done;
}

ExitCode net_interfaces(Session& session, const Arguments&) {
    const auto answer = session.call("net.interfaces");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (!out.is_json()) {
        out.print(table(interface_rows(*answer, out)));
        return ExitCode::done;
    }
    for (const auto* interface : objects_in(*answer, "interfaces"))
        out.print_object("earshot.interface.v1", *interface);
    return ExitCode::done;
}

ExitCode net_seed_add(Session& session, const Arguments& arguments) {
    return print_seeds(session, session.call("net.seedAdd", {{"seed", arguments.seed}}));
}

ExitCode net_seed_remove(Session& session, const Arguments& arguments) {
    return print_seeds(session, session.call("net.seedRemove", {{"seed", arguments.seed}}));
}

}  // namespace earshot::cli
