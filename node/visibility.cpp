#include "node/visibility.hpp"

#include <algorithm>
#include <utility>

#include "node/control/settings.hpp"

namespace earshot::node {
namespace {

/// Set once there was a network: it has become known, and others do not by themselves.
constexpr std::string_view first_setting = "network.first";

}  // namespace

void Visibility::update(std::vector<discovery::Interface> interfaces,
                        std::vector<discovery::Lan> lans) {
    interfaces_ = std::move(interfaces);
    lans_ = std::move(lans);
    meet_first_networks();
    update();
}

void Visibility::meet_first_networks() {
    const auto has_id = [](const discovery::Lan& lan) { return lan.id.has_value(); };
    if (!stored(first_setting).empty() || std::ranges::none_of(lans_, has_id)) return;
    store(first_setting, "met");
    for (const auto& lan : lans_)
        if (lan.id) store(control::network_setting(lan.id->text()), control::network_known);
}

std::string Visibility::stored(std::string_view key) const {
    const auto found = written_.find(key);
    return found != written_.end() ? found->second : places_.setting(key);
}

void Visibility::store(std::string_view key, std::string_view value) {
    written_.insert_or_assign(std::string{key}, value);
    places_.store(key, value);
}

void Visibility::on_settings_changed() {
    written_.clear();
    update();
}

void Visibility::update() {
    const auto mode = places_.setting("net.visibility");
    networks_.clear();
    std::vector<std::string> shown;
    for (const auto& interface : interfaces_)
        if (interface.is_loopback || (mode == "known" && discovery::is_inside(interface)))
            shown.push_back(interface.name);
    std::vector<control::NetworkFacts> unknown;
    for (const auto& lan : lans_) {
        control::NetworkFacts facts;
        facts.interface = lan.interface;
        facts.gateway = lan.gateway;
        if (lan.id) facts.id = lan.id->text();
        const auto known = lan.id ? stored(control::network_setting(facts.id)) : std::string{};
        facts.is_known = known == control::network_known;
        facts.is_visible = control::is_visible(mode, facts.is_known);
        if (facts.is_visible) shown.push_back(lan.interface);
        if (lan.id && known.empty() && mode == "known") unknown.push_back(facts);
        networks_.push_back(std::move(facts));
    }
    audience_.interfaces.reset();
    if (mode != "everywhere") audience_.interfaces = std::move(shown);
    for (const auto& facts : unknown) {
        store(control::network_setting(facts.id), control::network_asked);
        places_.on_unknown(facts);
    }
}

bool Visibility::includes(const Address& address) const {
    if (!audience_.interfaces || address.is_loopback()) return true;
    for (const auto& interface : interfaces_)
        if (discovery::is_on_link(address, interface)) return audience_.includes(interface.name);
    return !networks_.empty() && std::ranges::all_of(networks_, &control::NetworkFacts::is_visible);
}

}  // namespace earshot::node
