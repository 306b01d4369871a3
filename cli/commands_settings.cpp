#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/input.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "core/base/limits.hpp"

namespace earshot::cli {
namespace {

std::string value_in(const control::Object& setting) {
    const auto* value = setting.if_contains("value");
    return value ? shown(*value) : std::string{};
}

ExitCode print_setting(Session& session, const std::optional<control::Object>& setting,
                       std::string_view before_value) {
    if (!setting) return session.exit_code();
    auto& out = session.out();
    if (out.is_json())
        out.print_object("earshot.setting.v1", *setting);
    else
        out.print(std::string{before_value} + value_in(*setting) + '\n');
    return ExitCode::done;
}

std::optional<control::Object> params_of_call(Session& session, const Arguments& arguments) {
    std::string text = arguments.params.value_or("{}");
    if (text == "-") {
        auto input = read_input(limits::control_line_bytes_max);
        if (!input) {
            session.complain(ExitCode::usage, input.error().what);
            return std::nullopt;
        }
        text = *std::move(input);
    }
    const auto value = control::parse_json(text);
    if (value && value->is_object()) return value->get_object();
    session.complain(ExitCode::usage, "PARAMS is not a JSON object",
                     "an example: earshot rpc people.get '{\"who\": \"bob\"}'");
    return std::nullopt;
}

}  // namespace

ExitCode config_get(Session& session, const Arguments& arguments) {
    return print_setting(session, session.call("config.get", {{"key", arguments.key}}), "");
}

ExitCode config_set(Session& session, const Arguments& arguments) {
    const auto setting =
        session.call("config.set", {{"key", arguments.key}, {"value", arguments.value}});
    return print_setting(session, setting, visible(arguments.key) + " = ");
}

ExitCode config_list(Session& session, const Arguments&) {
    const auto answer = session.call("config.list");
    if (!answer) return session.exit_code();
    auto& out = session.out();
    std::vector<std::vector<std::string>> rows;
    for (const auto* setting : objects_in(*answer, "settings")) {
        if (out.is_json())
            out.print_object("earshot.setting.v1", *setting);
        else
            rows.push_back({out.bold(shown_in(*setting, "key")), value_in(*setting),
                            "(" + shown_in(*setting, "origin") + ")",
                            out.dim(shown_in(*setting, "summary"))});
    }
    out.print(table(rows));
    return ExitCode::done;
}

ExitCode rpc(Session& session, const Arguments& arguments) {
    if (!arguments.method && !arguments.discover)
        return session.complain(ExitCode::usage, "METHOD is missing",
                                "see all methods: earshot rpc --discover");
    std::optional<control::Object> params{control::Object{}};
    if (!arguments.discover) params = params_of_call(session, arguments);
    if (!params) return session.exit_code();
    const auto result =
        session.call(arguments.discover ? "rpc.discover" : *arguments.method, *params);
    if (!result) return session.exit_code();
    session.out().print_json(*result);
    return ExitCode::done;
}

}  // namespace earshot::cli
