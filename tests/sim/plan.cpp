#include "tests/sim/plan.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cmath>
#include <stdexcept>

namespace earshot::sim {
namespace {

namespace json = boost::json;

constexpr std::array fault_names{
    "gap",       "sleep",     "nap",       "crash",     "power_cut",  "unplug",   "island",
    "mute",      "deaf",      "isolation", "clock",     "full_disk",  "loss",     "cuts",
    "slowness",  "mdns_loss", "bad_disk",  "crashes",   "roam",       "drift",    "early",
    "late",      "thin",      "restore",   "clone",     "mdns_twice", "storm",    "half_close",
    "half_dead", "stale",     "trims",     "lost_news", "misses",     "compared", "tight"};
/// Integers, because not every writer of JSON gives a floating point number back as it was.
constexpr double millionth = 1e6;
constexpr std::uint32_t subnets_max = 100;
constexpr std::array act_names{"say", "away", "back"};
constexpr std::array crypto_names{"real", "memo", "fake"};

template <class Enum, std::size_t Size>
Enum named(const std::array<const char*, Size>& names, const json::value& value) {
    const auto* const found =
        std::ranges::find(names, std::string_view{value.as_string()},
                          [](const char* name) { return std::string_view{name}; });
    if (found == names.end()) throw std::invalid_argument("unknown name");
    return static_cast<Enum>(found - names.begin());
}

std::int64_t ms(Duration time) { return time.count(); }
Duration time_in(const json::value& value) { return Duration{value.to_number<std::int64_t>()}; }

json::value value_of(const PlannedNode& node) {
    json::object object{{"there", node.is_there},
                        {"wifi", node.is_wifi},
                        {"core", node.is_in_core},
                        {"starts_ms", ms(node.starts)}};
    // Where there is but one subnet a plan says nothing of any.
    if (node.subnet != 0) object["subnet"] = node.subnet;
    if (node.is_bridge) object["bridge"] = true;
    if (node.seed) object["seed"] = *node.seed;
    return object;
}

json::value value_of(const Act& act) {
    return {{"kind", act_names.at(static_cast<std::size_t>(act.kind))},
            {"at_ms", ms(act.at)},
            {"from", act.from},
            {"to", act.to}};
}

json::value value_of(const Fault& fault) {
    return {{"kind", text_of(fault.kind)},
            {"at_ms", ms(fault.at)},
            {"lasts_ms", ms(fault.lasts)},
            {"nodes", json::value_from(fault.nodes)},
            {"millionths", std::llround(fault.amount * millionth)}};
}

template <class Item>
json::array array_of(const std::vector<Item>& items) {
    json::array array;
    for (const auto& item : items) array.push_back(value_of(item));
    return array;
}

PlannedNode node_in(const json::object& object, std::size_t node_count) {
    PlannedNode node{.is_there = object.at("there").as_bool(),
                     .is_wifi = object.at("wifi").as_bool(),
                     .is_in_core = object.at("core").as_bool(),
                     .starts = time_in(object.at("starts_ms"))};
    if (const auto* const subnet = object.if_contains("subnet"))
        node.subnet = subnet->to_number<std::uint32_t>();
    if (const auto* const bridge = object.if_contains("bridge")) node.is_bridge = bridge->as_bool();
    if (const auto* const seed = object.if_contains("seed"))
        node.seed = seed->to_number<NodeNumber>();
    if (node.subnet >= subnets_max || node.seed.value_or(0) >= node_count)
        throw std::invalid_argument("node that is nowhere, or knows nobody");
    return node;
}

Fault fault_in(const json::object& object, std::size_t node_count) {
    Fault fault{.kind = named<FaultKind>(fault_names, object.at("kind")),
                .at = time_in(object.at("at_ms")),
                .lasts = time_in(object.at("lasts_ms")),
                .nodes = json::value_to<std::vector<NodeNumber>>(object.at("nodes")),
                .amount = static_cast<double>(object.at("millionths").to_number<std::int64_t>()) /
                          millionth};
    for (const auto node : fault.nodes)
        if (node >= node_count) throw std::invalid_argument("fault of a node that is not planned");
    return fault;
}

Act act_in(const json::object& object, std::size_t node_count) {
    const Act act{.kind = named<ActKind>(act_names, object.at("kind")),
                  .at = time_in(object.at("at_ms")),
                  .from = object.at("from").to_number<NodeNumber>(),
                  .to = object.at("to").to_number<NodeNumber>()};
    if (std::max(act.from, act.to) >= node_count)
        throw std::invalid_argument("act of a node that is not planned");
    return act;
}

Plan plan_in(const json::object& object) {
    Plan plan;
    plan.scenario = json::value_to<std::string>(object.at("scenario"));
    plan.seed = object.at("seed").to_number<std::uint64_t>();
    plan.crypto = named<CryptoLevel>(crypto_names, object.at("crypto"));
    plan.has_frames = object.at("frames").as_bool();
    plan.canary = json::value_to<std::string>(object.at("canary"));
    plan.latency_min = time_in(object.at("latency_min_ms"));
    plan.latency_max = time_in(object.at("latency_max_ms"));
    plan.sighting_again = time_in(object.at("sighting_again_ms"));
    plan.heals_at = time_in(object.at("heals_at_ms"));
    plan.ends_at = time_in(object.at("ends_at_ms"));
    if (const auto* const routed = object.if_contains("routed")) plan.is_routed = routed->as_bool();
    const auto& nodes = object.at("nodes").as_array();
    for (const auto& each : nodes) plan.nodes.push_back(node_in(each.as_object(), nodes.size()));
    for (const auto& each : object.at("acts").as_array())
        plan.acts.push_back(act_in(each.as_object(), plan.nodes.size()));
    for (const auto& each : object.at("faults").as_array())
        plan.faults.push_back(fault_in(each.as_object(), plan.nodes.size()));
    return plan;
}

}  // namespace

std::uint32_t subnet_count(const Plan& plan) {
    std::uint32_t count = 1;
    for (const auto& node : plan.nodes) count = std::max(count, node.subnet + 1);
    return count;
}

std::string_view text_of(FaultKind kind) { return fault_names.at(static_cast<std::size_t>(kind)); }

bool is_of_spread(FaultKind kind) {
    return kind == FaultKind::lost_news || kind == FaultKind::misses;
}

std::string to_json(const Plan& plan) {
    const json::object object{{"scenario", plan.scenario},
                              {"seed", plan.seed},
                              {"crypto", crypto_names.at(static_cast<std::size_t>(plan.crypto))},
                              {"frames", plan.has_frames},
                              {"canary", plan.canary},
                              {"latency_min_ms", ms(plan.latency_min)},
                              {"latency_max_ms", ms(plan.latency_max)},
                              {"sighting_again_ms", ms(plan.sighting_again)},
                              {"routed", plan.is_routed},
                              {"heals_at_ms", ms(plan.heals_at)},
                              {"ends_at_ms", ms(plan.ends_at)},
                              {"nodes", array_of(plan.nodes)},
                              {"acts", array_of(plan.acts)},
                              {"faults", array_of(plan.faults)}};
    return json::serialize(object);
}

Result<Plan> plan_from_json(std::string_view text) {
    try {
        return plan_in(json::parse({text.data(), text.size()}).as_object());
    } catch (const std::exception&) {
        return Error{ErrorKind::malformed, "this is not a plan"};
    }
}

}  // namespace earshot::sim
