#include "node/doctor/firewall.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <set>
#include <vector>

namespace earshot::doctor {
namespace {

namespace json = boost::json;

std::string text_in(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

/// One number, a range or a set of both.
bool covers(const json::value& ports, std::int64_t port) {
    if (const auto* number = ports.if_int64()) return *number == port;
    const auto* object = ports.if_object();
    if (object == nullptr) return false;
    if (const auto* set = object->if_contains("set"); set != nullptr && set->is_array())
        return std::ranges::any_of(set->get_array(),
                                   [&](const auto& each) { return covers(each, port); });
    const auto* range = object->if_contains("range");
    if (range == nullptr || !range->is_array() || range->get_array().size() != 2) return false;
    const auto* first = range->get_array()[0].if_int64();
    const auto* last = range->get_array()[1].if_int64();
    return first != nullptr && last != nullptr && *first <= port && port <= *last;
}

struct Rule {
    enum class About { anybody, port, others };
    About about = About::anybody;
    bool accepts = false;
    bool drops = false;
    std::string jumps_to;
};

Rule::About about(const json::object& match, std::int64_t port) {
    const auto* left = match.if_contains("left");
    const auto* right = match.if_contains("right");
    if (left == nullptr || right == nullptr || !left->is_object()) return Rule::About::others;
    const auto* payload = left->get_object().if_contains("payload");
    if (payload == nullptr || !payload->is_object()) {
        // `meta l4proto tcp`, `meta nfproto ipv4`; not `ct state established` nor `iif lo`.
        const auto* meta = left->get_object().if_contains("meta");
        const bool is_protocol = meta != nullptr && meta->is_object() &&
                                 text_in(meta->get_object(), "key").ends_with("proto");
        return is_protocol ? Rule::About::anybody : Rule::About::others;
    }
    const auto field = text_in(payload->get_object(), "field");
    const auto protocol = text_in(payload->get_object(), "protocol");
    if (field == "protocol" || field == "nexthdr") return Rule::About::anybody;
    if (field != "dport" || (protocol != "tcp" && protocol != "th")) return Rule::About::others;
    return covers(*right, port) ? Rule::About::port : Rule::About::others;
}

Rule read_rule(const json::array& expressions, std::int64_t port) {
    Rule rule;
    for (const auto& each : expressions) {
        const auto* expression = each.if_object();
        if (expression == nullptr) continue;
        if (const auto* match = expression->if_contains("match"); match && match->is_object()) {
            const auto what = about(match->get_object(), port);
            if (what == Rule::About::others) rule.about = what;
            if (what == Rule::About::port && rule.about == Rule::About::anybody) rule.about = what;
        }
        rule.accepts = rule.accepts || expression->contains("accept");
        rule.drops = rule.drops || expression->contains("drop") || expression->contains("reject");
        for (const auto* word : {"jump", "goto"})
            if (const auto* jump = expression->if_contains(word); jump && jump->is_object())
                rule.jumps_to = text_in(jump->get_object(), "target");
    }
    return rule;
}

struct Chain {
    bool is_input = false;
    bool drops_by_default = false;
    std::vector<Rule> rules;
};
/// By family, table and chain.
using Chains = std::map<std::string, Chain>;

std::string path_of(const json::object& object, const std::string& chain) {
    return text_in(object, "family") + " " + text_in(object, "table") + " " + chain;
}

Chains read_chains(const json::array& items, std::int64_t port) {
    Chains chains;
    for (const auto& item : items) {
        const auto* object = item.if_object();
        if (object == nullptr) continue;
        if (const auto* chain = object->if_contains("chain"); chain && chain->is_object()) {
            auto& one = chains[path_of(chain->get_object(), text_in(chain->get_object(), "name"))];
            one.is_input = text_in(chain->get_object(), "hook") == "input";
            one.drops_by_default = text_in(chain->get_object(), "policy") == "drop";
        }
        if (const auto* rule = object->if_contains("rule"); rule && rule->is_object()) {
            const auto* expressions = rule->get_object().if_contains("expr");
            if (expressions == nullptr || !expressions->is_array()) continue;
            chains[path_of(rule->get_object(), text_in(rule->get_object(), "chain"))]
                .rules.push_back(read_rule(expressions->get_array(), port));
        }
    }
    return chains;
}

enum class Fate { passes_on, accepted, dropped };

Fate fate_in(const Chains& chains, const std::string& path, std::set<std::string>& visited) {
    const auto found = chains.find(path);
    if (found == chains.end() || !visited.insert(path).second) return Fate::passes_on;
    const auto table = path.substr(0, path.rfind(' ') + 1);
    for (const auto& rule : found->second.rules) {
        if (!rule.jumps_to.empty()) {
            // Whatever the condition: what is let in there may be let in.
            const auto fate = fate_in(chains, table + rule.jumps_to, visited);
            if (fate == Fate::accepted) return fate;
            if (fate == Fate::dropped && rule.about != Rule::About::others) return fate;
            continue;
        }
        if (rule.about == Rule::About::others) continue;
        if (rule.accepts) return Fate::accepted;
        if (rule.drops) return Fate::dropped;
    }
    return found->second.drops_by_default ? Fate::dropped : Fate::passes_on;
}

}  // namespace

FirewallFacts read_ruleset(std::string_view ruleset, std::uint16_t port) {
    FirewallFacts facts;
    json::error_code error;
    const auto document = json::parse({ruleset.data(), ruleset.size()}, error);
    const auto* object = error ? nullptr : document.if_object();
    const auto* items = object == nullptr ? nullptr : object->if_contains("nftables");
    if (items == nullptr || !items->is_array()) return facts;
    facts.sight = FirewallFacts::Sight::read;
    const auto chains = read_chains(items->get_array(), port);
    for (const auto& [path, chain] : chains) {
        if (!chain.is_input) continue;
        facts.program = "nftables";
        std::set<std::string> visited;
        if (fate_in(chains, path, visited) != Fate::dropped) continue;
        facts.keeps_out = true;
        facts.chain = path;
    }
    return facts;
}

}  // namespace earshot::doctor
