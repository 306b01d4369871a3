#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "discovery/interfaces.hpp"

/// Which local networks this computer is in, so that one can be told from another: by the hardware
/// address of its gateway or, where there is none, by its addresses. Neither is a secret nor a
/// proof: who wants to can look like another network.
namespace earshot::discovery {

using LanId = Id<struct LanTag, 16>;  ///< A hash: what is stored tells nobody where we were.

/// Where packets for everywhere else go.
struct Gateway {
    std::uint32_t interface = 0;
    Address address;
    Bytes hardware_address;  ///< Empty while the system does not know it.

    friend bool operator==(const Gateway&, const Gateway&) = default;
};

struct Lan {
    std::string interface;
    std::optional<LanId> id;  ///< Nothing while the gateway has not answered.
    std::optional<Address> gateway;

    friend bool operator==(const Lan&, const Lan&) = default;
};

/// Default routes, with what the neighbour tables say; of each interface IPv4 first. `io`.
Result<std::vector<Gateway>> list_gateways();

/// Makes the system ask for hardware addresses that it does not know, with one empty datagram each.
void ask_for(std::span<const Gateway> gateways);

/// The networks behind interfaces that are not this computer's own.
std::vector<Lan> lans_of(std::span<const Interface> interfaces, std::span<const Gateway> gateways);
/// The same, taking a gateway that never answered for none.
std::vector<Lan> lans_by_prefix(std::span<const Interface> interfaces,
                                std::span<const Gateway> gateways);

/// Loopback, and bridges to containers and virtual machines: nobody else is there.
bool is_inside(const Interface& interface);

}  // namespace earshot::discovery
