#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"

/// Network addresses as values, without sockets.
namespace earshot {

/// An IPv4 or IPv6 address. IPv4 is kept as an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2).
struct Address {
    std::array<std::byte, 16> bytes{};
    std::uint32_t scope = 0;  ///< Interface index of a link-local IPv6 address, else 0.

    friend auto operator<=>(const Address&, const Address&) = default;

    bool is_v4() const noexcept;
    bool is_loopback() const noexcept;
    bool is_link_local() const noexcept;
    /// RFC 1918, RFC 4193 or link-local: where a mesh of one network lives.
    bool is_private() const noexcept;
    bool is_unspecified() const noexcept;

    static Address v4(std::array<std::byte, 4> bytes) noexcept;
    /// Numeric forms only ("10.0.0.7", "fe80::1", "fe80::1%3"): nothing is looked up.
    static std::optional<Address> parse(std::string_view text);
    std::string text() const;
};

struct Endpoint {
    Address address{};
    std::uint16_t port = 0;

    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;

    /// "10.0.0.7:47700" or "[fe80::1%3]:47700".
    static std::optional<Endpoint> parse(std::string_view text);
    std::string text() const;
};

}  // namespace earshot
