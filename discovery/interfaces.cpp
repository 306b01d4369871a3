#include "discovery/interfaces.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include "core/base/limits.hpp"

namespace earshot::discovery {
namespace {

constexpr unsigned v4_bits = 32;
constexpr unsigned v4_offset_bytes = 12;  ///< Of an IPv4 address in its mapped form.

std::optional<Address> address_of(const sockaddr* from, std::uint32_t index) {
    if (from == nullptr) return std::nullopt;
    if (from->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, from, sizeof v4);
        std::array<std::byte, 4> bytes;
        std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
        return Address::v4(bytes);
    }
    if (from->sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, from, sizeof v6);
        Address address;
        std::memcpy(address.bytes.data(), &v6.sin6_addr, address.bytes.size());
        if (address.is_link_local()) address.scope = index;
        return address;
    }
    return std::nullopt;
}

unsigned bits_of(const sockaddr* mask) {
    const auto address = address_of(mask, 0);
    if (!address) return 0;
    unsigned bits = 0;
    const auto first = mask->sa_family == AF_INET ? v4_offset_bytes : 0;
    for (std::size_t i = first; i < address->bytes.size(); ++i)
        bits += static_cast<unsigned>(std::popcount(std::to_integer<unsigned>(address->bytes[i])));
    return bits;
}

void set_flags(Interface& interface, unsigned flags) {
    interface.is_running = (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
    interface.is_loopback = (flags & IFF_LOOPBACK) != 0;
    interface.has_multicast = (flags & IFF_MULTICAST) != 0;
    interface.has_broadcast = (flags & IFF_BROADCAST) != 0;
    interface.is_point_to_point = (flags & IFF_POINTOPOINT) != 0;
}

/// As the kernel's drivers say (Documentation/ABI/testing/sysfs-class-net): those of Wi-Fi cards
/// name a physical radio.
bool has_radio(const std::string& interface) {
    const auto place = "/sys/class/net/" + interface;
    return ::access((place + "/phy80211").c_str(), F_OK) == 0 ||
           ::access((place + "/wireless").c_str(), F_OK) == 0;
}

}  // namespace

Result<std::vector<Interface>> list_interfaces() {
    ifaddrs* raw = nullptr;
    if (getifaddrs(&raw) != 0) return Error{ErrorKind::io, "the system lists no interfaces"};
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list{raw, &freeifaddrs};

    std::map<std::uint32_t, Interface> found;
    for (const ifaddrs* entry = list.get(); entry != nullptr; entry = entry->ifa_next) {
        // An address label such as "eth0:1" belongs to eth0.
        const std::string_view label{entry->ifa_name};
        const std::string name{label.substr(0, label.find(':'))};
        const auto index = if_nametoindex(name.c_str());
        if (index == 0) continue;  // It went away meanwhile.
        if (!found.contains(index) && found.size() >= limits::interfaces_max) continue;
        auto& interface = found[index];
        interface.name = name;
        interface.index = index;
        set_flags(interface, entry->ifa_flags);
        const auto address = address_of(entry->ifa_addr, index);
        if (address && interface.addresses.size() < limits::addresses_per_interface_max)
            interface.addresses.push_back({*address, bits_of(entry->ifa_netmask)});
    }
    std::vector<Interface> result;
    for (auto& [index, interface] : found) {
        interface.is_wireless = has_radio(interface.name);
        std::ranges::sort(interface.addresses);
        result.push_back(std::move(interface));
    }
    return result;
}

std::vector<Interface> usable_interfaces(std::vector<Interface> all,
                                         std::span<const std::string> allowed) {
    std::erase_if(all, [&](const Interface& interface) {
        if (!interface.is_running) return true;
        if (!allowed.empty()) return std::ranges::find(allowed, interface.name) == allowed.end();
        if (interface.is_point_to_point) return true;
        return !interface.has_multicast && !interface.is_loopback;
    });
    return all;
}

bool is_on_link(const Address& address, const Interface& interface) {
    if (address.is_link_local() && !address.is_v4()) return address.scope == interface.index;
    return std::ranges::any_of(interface.addresses, [&](const InterfaceAddress& own) {
        if (own.address.is_v4() != address.is_v4()) return false;
        auto bits = own.prefix_bits + (address.is_v4() ? v4_offset_bytes * 8 : 0);
        for (std::size_t i = 0; bits > 0; ++i) {
            const auto compared = std::min(bits, 8u);
            const auto mask = static_cast<std::byte>(0xFF00u >> compared);
            if ((own.address.bytes[i] & mask) != (address.bytes[i] & mask)) return false;
            bits -= compared;
        }
        return true;
    });
}

bool is_worth_dialling(const Endpoint& endpoint, const Interface& interface) {
    const auto& address = endpoint.address;
    if (endpoint.port < limits::dial_port_min || address.is_unspecified()) return false;
    if (address.is_loopback() || interface.is_loopback)
        return address.is_loopback() && interface.is_loopback;
    if (address.is_link_local() && !address.is_v4() && address.scope != interface.index)
        return false;
    return address.is_private() || is_on_link(address, interface);
}

Address broadcast_of(const InterfaceAddress& network) {
    assert(network.address.is_v4());
    Address address = network.address;
    for (unsigned bit = network.prefix_bits; bit < v4_bits; ++bit)
        address.bytes[v4_offset_bytes + bit / 8] |= static_cast<std::byte>(0x80u >> bit % 8);
    return address;
}

}  // namespace earshot::discovery
