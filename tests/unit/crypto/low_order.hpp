#pragma once

#include <array>
#include <vector>

#include "core/base/bytes.hpp"
#include "crypto/agree.hpp"

/// The encodings with which X25519 gives zero whatever the secret: the points of order 1, 2, 4 and
/// 8 on the curve and its twist, reduced and not (https://cr.yp.to/ecdh.html, "small subgroups").
namespace earshot::crypto::test {

inline std::vector<AgreePublicKey> low_order_points() {
    constexpr std::array<std::string_view, 7> encodings{
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};
    std::vector<AgreePublicKey> points;
    for (const auto hex : encodings) {
        const auto bytes = *from_hex(hex);
        AgreePublicKey point;
        std::ranges::copy(bytes, point.bytes.begin());
        points.push_back(point);
        point.bytes[31] |= std::byte{0x80};  // RFC 7748: the top bit is ignored.
        points.push_back(point);
    }
    return points;
}

}  // namespace earshot::crypto::test
