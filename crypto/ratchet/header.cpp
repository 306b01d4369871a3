#include "crypto/ratchet/header.hpp"

#include <algorithm>

namespace earshot::crypto::ratchet {
namespace {

constexpr std::size_t key_at = 8;
constexpr std::size_t previous_at = 40;
constexpr std::size_t number_at = 44;

void put(std::span<std::byte> target, std::uint32_t number) noexcept {
    for (std::size_t i = 0; i < 4; ++i) target[i] = std::byte(number >> (8 * (3 - i)));
}

std::uint32_t take(View bytes) noexcept {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8 | std::to_integer<std::uint32_t>(bytes[i]);
    return number;
}

}  // namespace

std::array<std::byte, header_bytes> encode(const Header& header) noexcept {
    std::array<std::byte, header_bytes> bytes;
    std::ranges::copy(header.session, bytes.begin());
    std::ranges::copy(header.key.bytes, bytes.begin() + key_at);
    put(std::span{bytes}.subspan(previous_at), header.previous);
    put(std::span{bytes}.subspan(number_at), header.number);
    return bytes;
}

std::optional<Header> decode_header(std::span<const std::byte, header_bytes> bytes) noexcept {
    Header header;
    std::ranges::copy(bytes.first<key_at>(), header.session.begin());
    std::ranges::copy(bytes.subspan<key_at, 32>(), header.key.bytes.begin());
    header.previous = take(bytes.subspan<previous_at>());
    header.number = take(bytes.subspan<number_at>());
    if (header.previous > count_max || header.number > count_max) return std::nullopt;
    return header;
}

}  // namespace earshot::crypto::ratchet
