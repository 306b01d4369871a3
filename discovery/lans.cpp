#include "discovery/lans.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "crypto/hash.hpp"

namespace earshot::discovery {
namespace {

constexpr std::array<std::string_view, 9> inside_names{
    "docker", "virbr", "veth", "vmnet", "vboxnet", "lxcbr", "lxdbr", "podman", "cni"};
/// Docker calls its networks "br-" and twelve hexadecimal digits.
constexpr std::string_view docker_network = "br-";
constexpr std::size_t docker_network_bytes = 15;

constexpr std::size_t v4_offset_bits = 96;

LanId shortened(const crypto::Digest& digest) {
    return LanId::from_view(ByteView{digest}.first(LanId::size));
}

LanId id_of(const Gateway& gateway) {
    return shortened(crypto::labelled_hash("earshot1 lan gateway", {gateway.hardware_address}));
}

bool is_better(const InterfaceAddress& one, const InterfaceAddress& other) {
    const auto rank = [](const InterfaceAddress& own) {
        return own.address.is_v4() ? 0 : own.address.is_link_local() ? 2 : 1;
    };
    return rank(one) < rank(other);
}

/// Of the first IPv4 network; of several addresses one must do, or each new one were a move.
std::optional<LanId> id_by_prefix(const Interface& interface) {
    const auto own = std::ranges::min_element(interface.addresses, is_better);
    if (own == interface.addresses.end()) return std::nullopt;
    auto network = own->address.bytes;
    const auto bits = own->prefix_bits + (own->address.is_v4() ? v4_offset_bits : 0);
    for (std::size_t bit = bits; bit < network.size() * 8; ++bit)
        network[bit / 8] &= ~static_cast<std::byte>(0x80u >> bit % 8);
    const std::array<std::byte, 1> length{static_cast<std::byte>(bits)};
    return shortened(crypto::labelled_hash("earshot1 lan prefix", {network, length}));
}

std::vector<Lan> lans(std::span<const Interface> interfaces, std::span<const Gateway> gateways,
                      bool gateways_may_answer) {
    std::vector<Lan> found;
    for (const auto& interface : interfaces) {
        if (is_inside(interface) || !interface.is_running || interface.addresses.empty()) continue;
        Lan lan{interface.name, std::nullopt, std::nullopt};
        const auto gateway = std::ranges::find(gateways, interface.index, &Gateway::interface);
        if (gateway != gateways.end()) lan.gateway = gateway->address;
        if (gateway != gateways.end() && !gateway->hardware_address.empty())
            lan.id = id_of(*gateway);
        else if (gateway == gateways.end() || !gateways_may_answer)
            lan.id = id_by_prefix(interface);
        found.push_back(std::move(lan));
    }
    return found;
}

}  // namespace

bool is_inside(const Interface& interface) {
    const std::string_view name = interface.name;
    if (name.starts_with(docker_network) && name.size() == docker_network_bytes)
        return std::ranges::all_of(name.substr(docker_network.size()),
                                   [](unsigned char c) { return std::isxdigit(c) != 0; });
    return interface.is_loopback || std::ranges::any_of(inside_names, [&](std::string_view begin) {
               return name.starts_with(begin);
           });
}

std::vector<Lan> lans_of(std::span<const Interface> interfaces, std::span<const Gateway> gateways) {
    return lans(interfaces, gateways, true);
}

std::vector<Lan> lans_by_prefix(std::span<const Interface> interfaces,
                                std::span<const Gateway> gateways) {
    return lans(interfaces, gateways, false);
}

}  // namespace earshot::discovery
