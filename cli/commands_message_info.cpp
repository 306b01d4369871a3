#include "cli/commands.hpp"
#include "cli/fields.hpp"
#include "cli/render.hpp"
#include "cli/session.hpp"
#include "core/base/ids.hpp"

namespace earshot::cli {
namespace {

constexpr std::size_t text_columns = 60;

std::string short_device(const control::Object& object) {
    const auto device = DeviceId::from_text(text_in(object, "device"));
    return device ? device->short_text() : shown_in(object, "device");
}

std::string route_text(std::string_view route) {
    if (route == "relayed") return "through somebody else's computer";
    if (route == "carried") return "kept by others until they met you";
    return route == "direct" ? "directly" : std::string{route};
}

/// From which computer of its author it came, and how.
std::string source_text(const control::Object& source) {
    return "from " + short_device(source) + ", " + route_text(shown_in(source, "route"));
}

std::vector<std::string> device_row(const control::Object& device, std::string_view reason,
                                    WallTime now) {
    const auto state = text_in(device, "state");
    const bool waits = state == "queued" || state == "carried";
    auto when = (waits ? "since " : "") + clock_text(integer_in(device, "time"), now);
    if (const auto delivered = integer_in(device, "delivered"); delivered != 0)
        when += ", delivered " + clock_text(delivered, now);
    return {short_device(device), state_text(state, reason), std::move(when)};
}

}  // namespace

ExitCode message_show(Session& session, const Arguments& arguments) {
    const auto answer = session.call("message.info", {{"id", arguments.message.value_or("")}});
    if (!answer) return session.exit_code();
    auto& out = session.out();
    if (out.is_json()) {
        out.print_object("earshot.message_info.v1", *answer);
        return ExitCode::done;
    }
    const auto& message = object_in(*answer, "message");
    const auto reason = text_in(message, "reason");
    const auto now = wall_time();
    std::vector<std::vector<std::string>> rows{
        {"id", shown_in(message, "id")},
        {"from", flag_in(message, "own") ? "you" : shown_in(message, "author_name")},
        {"text", shortened(shown_in(message, "text"), text_columns)},
        {"written", clock_text(integer_in(message, "time"), now)},
        {"state", state_text(text_in(message, "state"), reason)}};
    if (const auto* const source = control::find_object(*answer, "source"))
        rows.push_back({"came", source_text(*source)});
    out.print(table(rows));
    std::vector<std::vector<std::string>> devices;
    for (const auto* device : objects_in(*answer, "devices"))
        devices.push_back(device_row(*device, reason, now));
    if (!devices.empty()) out.print("devices\n" + table(devices, 2));
    std::vector<std::vector<std::string>> carriers;
    for (const auto* carrier : objects_in(*answer, "carriers"))
        carriers.push_back(
            {shown_in(object_in(*carrier, "person"), "name"), short_device(*carrier)});
    if (!carriers.empty()) out.print("carried by\n" + table(carriers, 2));
    return ExitCode::done;
}

}  // namespace earshot::cli
