#include <algorithm>
#include <charconv>

#include "core/base/limits.hpp"
#include "core/delivery/effects.hpp"
#include "node/control/calls.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t host_bytes_max = 253;  // RFC 1035, 2.3.4, without the final dot.

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']'))
        return Address::parse(host.substr(1, host.size() - 2)).has_value();
    return !host.empty() && host.size() <= host_bytes_max && std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_';
    });
}

/// `host:port`; the host is a name, an IPv4 address or an IPv6 address in brackets.
bool is_seed(std::string_view seed) {
    const auto colon = seed.rfind(':');
    if (colon == std::string_view::npos || !is_host(seed.substr(0, colon))) return false;
    const auto digits = seed.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    return error == std::errc{} && end == digits.data() + digits.size() && port > 0;
}

Array texts_json(const std::vector<std::string>& texts) {
    Array array;
    for (const auto& text : texts) array.push_back(text_json(text));
    return array;
}

Result<Array> seeds_json(const Call& call) {
    EARSHOT_TRY(const auto seeds, call.engine.stores().addresses.seeds());
    return texts_json(seeds);
}

bool is_given(const Call& call, std::string_view seed) {
    const auto given = call.facts.given_seeds();
    return std::ranges::find(given, seed) != given.end();
}

Outcome seeds_result(const Call& call) {
    auto seeds = seeds_json(call);
    if (!seeds) return fail(seeds.error());
    Object result;
    result["seeds"] = *std::move(seeds);
    return Json(std::move(result));
}

Outcome network_status(const Call& call) {
    auto seeds = seeds_json(call);
    if (!seeds) return fail(seeds.error());
    Object result;
    result["port"] = call.facts.port();
    result["interfaces"] = interfaces_json(call.facts);
    result["discovery"] = discovery_json(call.engine, call.facts);
    result["links"] = links_json(call.engine, call.facts);
    result["seeds"] = *std::move(seeds);
    result["given_seeds"] = texts_json(call.facts.given_seeds());
    result["dialing"] = static_cast<std::int64_t>(call.engine.dialing_count());
    if (const auto added = add_visibility(call, result); !added) return fail(added.error());
    return Json(std::move(result));
}

Outcome network_interfaces(const Call& call) {
    Object result;
    result["interfaces"] = interfaces_json(call.facts);
    return Json(std::move(result));
}

Outcome add_named_seed(const Call& call) { return add_seed(call, *find_text(call.params, "seed")); }

Outcome remove_seed(const Call& call) {
    const auto seed = *find_text(call.params, "seed");
    const auto removed = call.engine.remove_seed(seed, call.effects);
    if (!removed && removed.error().kind == ErrorKind::not_found && is_given(call, seed))
        return fail(FailureKind::not_found, "this seed is not stored: it was given for this run");
    if (!removed) return fail(removed.error());
    return seeds_result(call);
}

Outcome look(const Call& call) {
    call.engine.look(call.now);
    constexpr auto time = std::chrono::seconds{limits::beacon_look_asked};
    Object result;
    result["seconds"] = static_cast<std::int64_t>(time.count());
    return Json(std::move(result));
}

Outcome visibility_result(const Call& call) {
    Object result;
    if (const auto added = add_visibility(call, result); !added) return fail(added.error());
    return Json(std::move(result));
}

Outcome visibility(const Call& call) {
    if (const auto mode = find_text(call.params, "mode")) {
        const auto& setting = *find_setting("net.visibility");
        const auto text = setting_text(setting, text_json(*mode));
        if (!text) return wrong_param("mode", "a mode is everywhere, known or hidden");
        if (const auto stored = store_setting(call, setting, *text); !stored)
            return fail(stored.error());
    }
    return visibility_result(call);
}

Result<void> change_networks(const Call& call, bool is_known) {
    auto& stores = call.engine.stores();
    for (const auto& network : call.facts.networks()) {
        if (network.id.empty()) continue;
        const auto key = network_setting(network.id);
        EARSHOT_CHECK(stores.settings.put_setting(key, is_known ? network_known : network_asked));
        EARSHOT_CHECK(delivery::announce(
            stores.events, call.effects,
            {.kind = store::EventKind::config_changed, .detail = key, .time = call.now.wall}));
    }
    return {};
}

Outcome here(const Call& call) {
    const auto action = find_text(call.params, "action");
    if (action && *action != "allow" && *action != "forget")
        return wrong_param("action", "an action is allow or forget");
    if (action)
        if (const auto changed = change_networks(call, *action == "allow"); !changed)
            return fail(changed.error());
    return visibility_result(call);
}

constexpr Handler table[] = {
    {"net.status", network_status},
    {"net.interfaces", network_interfaces},
    {"net.seedAdd", add_named_seed},
    {"net.seedRemove", remove_seed},
    {"net.look", look},
    {"net.visibility", visibility},
    {"net.here", here},
};

}  // namespace

Outcome add_seed(const Call& call, std::string_view seed) {
    if (!is_seed(seed)) return wrong_param("seed", "a seed is `host:port`");
    const auto seeds = call.engine.stores().addresses.seeds();
    if (!seeds) return fail(seeds.error());
    if (seeds->size() >= limits::seeds_max) return fail(FailureKind::busy, "too many seeds");
    const auto added = call.engine.add_seed(seed, call.effects);
    if (!added) return fail(added.error());
    return seeds_result(call);
}

Result<void> add_visibility(const Call& call, Object& result) {
    const auto& setting = *find_setting("net.visibility");
    auto& stored = call.engine.stores().settings;
    EARSHOT_TRY(const auto mode, stored.find_setting(setting.key));
    const std::string visibility{mode ? *mode : setting.fallback};
    Array networks;
    for (auto network : call.facts.networks()) {
        // As it will be once this turn is over.
        EARSHOT_TRY(const auto known, stored.find_setting(network_setting(network.id)));
        network.is_known = !network.id.empty() && known == network_known;
        network.is_visible = is_visible(visibility, network.is_known);
        networks.push_back(lan_json(network));
    }
    result["visibility"] = text_json(visibility);
    result["networks"] = std::move(networks);
    return {};
}

std::span<const Handler> network_handlers() noexcept { return table; }

}  // namespace earshot::control
