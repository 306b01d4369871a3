#include "node/presentation.hpp"

#include <algorithm>

#include "discovery/lans.hpp"

namespace earshot::node {
namespace {

constexpr std::string_view loopback = "lo";

bool is_told(const Address& address, const Doorway& doorway) {
    return !address.is_link_local() && (!doorway.address || doorway.address == address);
}

/// Where no address is told, as at the ends of containers' cables, is no network of ours; unless
/// there is no other.
std::vector<gossip::Segment> segments_of(std::vector<gossip::Segment> places,
                                         const Doorway& doorway) {
    const auto is_bare = [](const gossip::Segment& each) { return each.prefixes.empty(); };
    if (doorway.address || !std::ranges::all_of(places, is_bare)) std::erase_if(places, is_bare);
    return places;
}

/// There are networks, and strangers see us in none. Our own other profiles are no strangers.
bool is_hidden(const std::vector<discovery::Interface>& usable,
               const discovery::Audience& audience) {
    const auto is_network = [](const auto& each) { return !each.is_loopback; };
    const auto is_open = [&](const auto& each) {
        return is_network(each) && audience.includes(each.name);
    };
    return std::ranges::any_of(usable, is_network) && std::ranges::none_of(usable, is_open);
}

}  // namespace

engine::NetworkChanged present(const std::vector<discovery::Interface>& all,
                               const std::vector<discovery::Interface>& usable,
                               const discovery::Audience& audience, const Doorway& doorway) {
    engine::NetworkChanged network;
    std::vector<gossip::Segment> places;
    for (const auto& interface : all)
        for (const auto& own : interface.addresses)
            network.own.push_back({own.address, own.prefix_bits});
    for (const bool is_loopback : {false, true}) {
        // Others cannot reach our loopback; where there is nothing else, our own other profiles
        // can.
        if (!network.reachable_at.empty()) break;
        for (const auto& interface : doorway.address ? all : usable) {
            if (interface.is_loopback != is_loopback || !audience.includes(interface.name))
                continue;
            gossip::Segment segment{interface.name, {}};
            for (const auto& own : interface.addresses) {
                if (!is_told(own.address, doorway)) continue;
                network.reachable_at.push_back({own.address, doorway.port});
                segment.prefixes.push_back({own.address, own.prefix_bits});
            }
            if (is_loopback || !discovery::is_inside(interface))
                places.push_back(std::move(segment));
        }
    }
    network.segments = segments_of(std::move(places), doorway);
    network.is_hidden = is_hidden(usable, audience);
    return network;
}

gossip::Footing footing_of(const std::vector<discovery::Interface>& usable, bool is_on_battery) {
    bool has_cable = false;
    bool has_radio = false;
    for (const auto& interface : usable) {
        if (discovery::is_inside(interface) || interface.addresses.empty()) continue;
        (interface.is_wireless ? has_radio : has_cable) = true;
    }
    const bool is_leaf = is_on_battery || (has_radio && !has_cable);
    return is_leaf ? gossip::Footing::leaf : gossip::Footing::hub;
}

discovery::Audience narrowed(const discovery::Audience& audience,
                             const std::optional<std::vector<std::string>>& segments) {
    if (!segments) return audience;
    discovery::Audience narrow{std::vector<std::string>{}};
    for (const auto& name : *segments)
        if (audience.includes(name)) narrow.interfaces->push_back(name);
    if (!narrow.interfaces->empty() && !narrow.includes(loopback) && audience.includes(loopback))
        narrow.interfaces->emplace_back(loopback);
    return narrow;
}

}  // namespace earshot::node
