#include "core/base/subnet.hpp"

#include <algorithm>

namespace earshot {
namespace {

constexpr unsigned mapped_prefix_bits = 96;

}  // namespace

bool Subnet::contains(const Address& other) const {
    if (address.is_v4() != other.is_v4()) return false;
    return Subnet{other, prefix_bits}.network().address.bytes == network().address.bytes;
}

Subnet Subnet::network() const {
    Subnet network{{address.bytes, 0}, prefix_bits};
    auto bits = std::min(128u, prefix_bits + (address.is_v4() ? mapped_prefix_bits : 0));
    for (auto& byte : network.address.bytes) {
        const auto here = std::min(bits, 8u);
        byte &= static_cast<std::byte>(0xFF00u >> here);
        bits -= here;
    }
    return network;
}

}  // namespace earshot
