#include "core/base/limits.hpp"
#include "core/delivery/effects.hpp"
#include "node/control/calls.hpp"
#include "node/control/settings.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

Outcome hello(const Call& call) {
    Object bounds;
    bounds["line_bytes"] = limits::control_line_bytes_max;
    bounds["text_bytes"] = limits::text_bytes_max;
    bounds["name_bytes"] = limits::display_name_bytes_max;
    bounds["ref_bytes"] = limits::ref_bytes_max;
    bounds["page"] = find_method("message.list")->params.back().most;
    Array features;
    for (const auto* feature : {"text", "read", "search", "typing", "drafts", "notify"})
        features.push_back(feature);
    Object result;
    result["api"] = text_json(api_version);
    result["server_version"] = text_json(call.facts.version());
    result["features"] = std::move(features);
    result["limits"] = std::move(bounds);
    result["person"] = own_person(call.engine);
    result["profile"] = text_json(call.facts.profile_folder());
    return Json(std::move(result));
}

Outcome acknowledge(const Call& call) {
    const auto seq = static_cast<std::uint64_t>(*find_integer(call.params, "seq"));
    const auto name = *find_text(call.params, "name");
    if (name.empty() || name.size() > limits::ref_bytes_max)
        return wrong_param("name", "a name is 1 to 128 bytes");
    const auto done = call.engine.stores().events.acknowledge(name, seq);
    if (!done) return fail(done.error());
    return Json(Object{});
}

Outcome ping(const Call& call) {
    Object result;
    result["time"] = static_cast<std::int64_t>(call.now.wall.time_since_epoch().count());
    return Json(std::move(result));
}

Outcome daemon_info(const Call& call) {
    const auto events = call.engine.stores().events.event_range();
    if (!events) return fail(events.error());
    Object result;
    result["version"] = text_json(call.facts.version());
    result["pid"] = call.facts.process_id();
    result["uptime_ms"] = static_cast<std::int64_t>(call.facts.uptime(call.now.steady).count());
    result["profile_dir"] = text_json(call.facts.profile_folder());
    result["person"] = own_person(call.engine);
    result["device"] = text_json(call.engine.identity().device().text());
    result["port"] = call.facts.port();
    result["discovery"] = discovery_json(call.engine, call.facts);
    result["links"] = static_cast<std::int64_t>(call.engine.links().size());
    result["queue"] = static_cast<std::int64_t>(call.engine.waiting_count());
    result["requests"] = static_cast<std::int64_t>(call.engine.requests().size());
    result["conversations"] = static_cast<std::int64_t>(call.engine.conversations().all().size());
    result["last_seq"] = static_cast<std::int64_t>(events->last);
    if (const auto added = add_visibility(call, result); !added) return fail(added.error());
    return Json(std::move(result));
}

Outcome show_profile(const Call& call) {
    Object result;
    result["person"] = own_person(call.engine);
    result["device"] = text_json(call.engine.identity().device().text());
    return Json(std::move(result));
}

Outcome update_profile(const Call& call) {
    const auto renamed =
        call.engine.rename(*find_text(call.params, "name"), call.now, call.effects);
    if (!renamed && renamed.error().kind == ErrorKind::malformed)
        return wrong_param("name", renamed.error().what);
    if (!renamed) return fail(renamed.error());
    Object result;
    result["person"] = own_person(call.engine);
    return Json(std::move(result));
}

Result<Object> setting_json(const Call& call, const Setting& setting) {
    EARSHOT_TRY(const auto stored, call.engine.stores().settings.find_setting(setting.key));
    const auto given = call.facts.command_line(setting.key);
    const bool is_name = setting.key == "name";
    std::string text{setting.fallback};
    if (stored) text = *stored;
    if (is_name) text = call.engine.name();
    if (given && !is_name) text = *given;
    Object object;
    object["key"] = text_json(setting.key);
    object["value"] = setting_value(setting, text);
    object["default"] = setting_value(setting, setting.fallback);
    object["type"] = text_json(type_name(setting.type));
    object["origin"] = given && !is_name ? "command line" : stored ? "stored" : "default";
    object["summary"] = text_json(setting.summary);
    return object;
}

Outcome list_settings(const Call& call) {
    Array array;
    for (const auto& setting : settings()) {
        auto object = setting_json(call, setting);
        if (!object) return fail(object.error());
        array.push_back(*std::move(object));
    }
    Object result;
    result["settings"] = std::move(array);
    return Json(std::move(result));
}

Outcome show_setting(const Call& call) {
    const auto* setting = find_setting(*find_text(call.params, "key"));
    if (!setting) return fail(FailureKind::not_found, "no setting has this key");
    auto object = setting_json(call, *setting);
    if (!object) return fail(object.error());
    return Json(*std::move(object));
}

}  // namespace

Result<void> store_setting(const Call& call, const Setting& setting, std::string_view text) {
    if (setting.key == "name") return call.engine.rename(text, call.now, call.effects);
    auto& stores = call.engine.stores();
    EARSHOT_CHECK(stores.settings.put_setting(setting.key, text));
    EARSHOT_CHECK(call.engine.on_setting_changed(setting.key));
    return delivery::announce(stores.events, call.effects,
                              {.kind = store::EventKind::config_changed,
                               .detail = std::string{setting.key},
                               .time = call.now.wall});
}

namespace {

Outcome change_setting(const Call& call) {
    const auto* setting = find_setting(*find_text(call.params, "key"));
    if (!setting) return fail(FailureKind::not_found, "no setting has this key");
    const auto text = setting_text(*setting, call.params.at("value"));
    if (!text) return wrong_param("value", "this value does not fit the setting");
    const auto stored = store_setting(call, *setting, *text);
    if (!stored && stored.error().kind == ErrorKind::malformed)
        return wrong_param("value", stored.error().what);
    if (!stored) return fail(stored.error());
    auto object = setting_json(call, *setting);
    if (!object) return fail(object.error());
    return Json(*std::move(object));
}

constexpr Handler table[] = {
    {"session.hello", hello},       {"session.ack", acknowledge},
    {"session.ping", ping},         {"daemon.info", daemon_info},
    {"profile.get", show_profile},  {"profile.update", update_profile},
    {"config.list", list_settings}, {"config.get", show_setting},
    {"config.set", change_setting},
};

}  // namespace

std::span<const Handler> profile_handlers() noexcept { return table; }

}  // namespace earshot::control
