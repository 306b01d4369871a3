#pragma once

#include <compare>

#include "core/base/endpoint.hpp"

/// A network as one of its members knows it: an address there, and how much of it all share.
namespace earshot {

struct Subnet {
    Address address;
    unsigned prefix_bits = 0;  ///< As in "10.0.0.0/24" for IPv4: not of the mapped form.

    bool contains(const Address& other) const;
    /// The same network for each of its members: the lowest address in it.
    Subnet network() const;
    friend auto operator<=>(const Subnet&, const Subnet&) = default;
};

}  // namespace earshot
