#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/result.hpp"

/// The network interfaces of this computer and their addresses. Loopback is one of them: several
/// people on one computer find each other there, with or without a network.
namespace earshot::discovery {

struct InterfaceAddress {
    Address address;
    unsigned prefix_bits = 0;  ///< Of the family's own length: at most 32 or 128.

    friend auto operator<=>(const InterfaceAddress&, const InterfaceAddress&) = default;
};

struct Interface {
    std::string name;
    std::uint32_t index = 0;
    bool is_running = false;  ///< Up, and with a cable or an access point.
    bool is_loopback = false;
    bool has_multicast = false;
    bool has_broadcast = false;
    bool is_point_to_point = false;  ///< A tunnel: not a place to announce oneself.
    bool is_wireless = false;
    std::vector<InterfaceAddress> addresses;

    friend bool operator==(const Interface&, const Interface&) = default;
};

/// Every interface, in the order of their indices. `io` when the system does not tell.
Result<std::vector<Interface>> list_interfaces();

/// Those to look for others on: running, able to multicast or loopback, no tunnels, and, unless
/// `allowed` is empty, named there. A tunnel that is named is used.
std::vector<Interface> usable_interfaces(std::vector<Interface> all,
                                         std::span<const std::string> allowed);

bool is_on_link(const Address& address, const Interface& interface);

/// Whether an endpoint that was heard of on this interface may be dialled: port 1024 or above, and
/// an address that is private, link-local or of the interface's own prefixes; loopback only from
/// loopback. So nobody on the network can aim us at a stranger's service.
bool is_worth_dialling(const Endpoint& endpoint, const Interface& interface);

/// The directed broadcast address of an IPv4 network, e.g. 10.0.0.255 of 10.0.0.7/24.
/// Precondition: the address is IPv4.
Address broadcast_of(const InterfaceAddress& network);

}  // namespace earshot::discovery
