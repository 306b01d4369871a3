#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "crypto/agree.hpp"
#include "crypto/view.hpp"
#include "crypto/x3dh.hpp"

/// What goes before a ratchet message in the clear, and is authenticated with it.
/// docs/PROTOCOL.md, "Ratchet messages".
namespace earshot::crypto::ratchet {

inline constexpr std::size_t header_bytes = 48;
/// Of both counters; a session ends before.
inline constexpr std::uint32_t count_max = 0x7fffffff;

struct Header {
    SessionId session{};
    AgreePublicKey key;          ///< The sender's present ratchet key.
    std::uint32_t previous = 0;  ///< How many messages went under the one before.
    std::uint32_t number = 0;    ///< Of this message under the present one, from 0.

    friend auto operator<=>(const Header&, const Header&) = default;
};

std::array<std::byte, header_bytes> encode(const Header& header) noexcept;
/// Nothing when a counter is above `count_max`.
std::optional<Header> decode_header(std::span<const std::byte, header_bytes> bytes) noexcept;

}  // namespace earshot::crypto::ratchet
