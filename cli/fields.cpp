#include "cli/fields.hpp"

#include "cli/render.hpp"

namespace earshot::cli {

const control::Object& object_in(const control::Object& object, std::string_view key) {
    static const control::Object nothing;
    const auto* found = control::find_object(object, key);
    return found ? *found : nothing;
}

std::string shown(const control::Json& value) {
    if (const auto* text = value.if_string()) return visible({text->data(), text->size()});
    return visible(control::to_text(value));
}

std::string discovery_in(const control::Object& object) {
    const auto& discovery = object_in(object, "discovery");
    const auto backend = text_in(discovery, "backend");
    const auto state = shown_in(discovery, "state");
    if (backend == "off") return "mDNS is off";
    return "mDNS by " + visible(backend) + (state.empty() ? "" : " (" + state + ")");
}

std::string publishing_in(const control::Object& object) {
    const auto why = text_in(object_in(object, "discovery"), "publishing");
    if (why == "fresh") return "yes: just started, awake or moved";
    if (why == "few_links") return "yes: there are fewer than two links";
    if (why == "beacon") return "yes: as one of the beacons of this network";
    if (why == "ending") return "yes, for a moment more";
    if (why == "no") return "no: others do, and know us";
    if (why == "hidden") return "no: you are not seen here";
    return visible(why);
}

std::string looking_in(const control::Object& object) {
    const auto& discovery = object_in(object, "discovery");
    const auto why = text_in(discovery, "looking");
    if (why == "fresh") return "yes: just started, awake or moved";
    if (why == "few_links") return "yes: there are fewer than two links";
    if (why == "asked") return "yes: somebody asked for it";
    if (why == "beacon") return "yes: a beacon does so for 5 seconds every minute";
    if (why != "no") return visible(why);
    const auto neighbours = integer_in(discovery, "neighbours");
    return "no: " + std::to_string(neighbours) + (neighbours == 1 ? " neighbour" : " neighbours");
}

std::string footing_in(const control::Object& object) {
    const auto footing = text_in(object_in(object, "discovery"), "footing");
    if (footing == "hub") return "hub: on cable and mains, it passes on more for others";
    if (footing == "leaf") return "leaf: on Wi-Fi or battery, it does less for others";
    return visible(footing);
}

std::string reason_text(std::string_view reason) {
    if (reason.empty()) return {};
    if (reason == "refused") return ": their Earshot did not take it";
    if (reason == "unsupported") return ": their Earshot does not know this kind of message";
    return ": " + visible(reason);
}

std::string state_text(std::string_view state, std::string_view reason) {
    return visible(state) + reason_text(reason);
}

std::string visibility_in(const control::Object& object) {
    const auto mode = text_in(object, "visibility");
    if (mode.empty()) return "unknown to this daemon";
    if (mode == "everywhere") return "strangers see you everywhere";
    if (mode == "hidden") return "you are hidden; to be seen: earshot net visibility known";
    std::string unknown;
    for (const auto* network : objects_in(object, "networks"))
        if (!flag_in(*network, "visible"))
            unknown += (unknown.empty() ? "" : ", ") + shown_in(*network, "interface");
    if (!unknown.empty())
        return "a new network (" + unknown +
               "): nobody sees you; to be seen: earshot net here allow";
    return objects_in(object, "networks").empty() ? "no network" : "strangers see you here";
}

std::string_view locked_in(const control::Object& object) {
    return text_in(object, "protection") == "keyring"
               ? "the profile is locked, the session's keyring has its key: earshot profile unlock"
               : "the profile is locked with a passphrase: earshot profile unlock";
}

std::string shown_in(const control::Object& object, std::string_view key) {
    return visible(text_in(object, key));
}

}  // namespace earshot::cli
