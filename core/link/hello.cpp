#include "core/link/hello.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::link {
namespace {

constexpr std::string_view magic = "ESH1";
constexpr std::size_t block_bytes = 512;
constexpr std::size_t length_bytes = 2;

std::size_t padded(std::size_t hello_bytes) {
    return (length_bytes + hello_bytes + block_bytes - 1) / block_bytes * block_bytes;
}

}  // namespace

std::array<std::byte, Preface::bytes> Preface::encode() const {
    std::array<std::byte, bytes> encoded{};
    std::ranges::copy(bytes_of(magic), encoded.begin());
    encoded[4] = static_cast<std::byte>(mode);
    encoded[5] = std::byte{versions.min};
    encoded[6] = std::byte{versions.max};
    return encoded;
}

std::optional<Preface> Preface::decode(ByteView encoded) {
    const Preface preface{
        static_cast<Mode>(encoded[4]),
        {std::to_integer<std::uint8_t>(encoded[5]), std::to_integer<std::uint8_t>(encoded[6])}};
    const bool known = preface.mode == Mode::open || preface.mode == Mode::with_psk;
    if (!known || preface.versions.min > preface.versions.max || preface.versions.min == 0 ||
        !std::ranges::equal(preface.encode(), encoded))
        return std::nullopt;
    return preface;
}

std::optional<std::uint8_t> choose_version(const VersionRange& one, const VersionRange& other) {
    const auto highest = std::min(one.max, other.max);
    if (highest < std::max(one.min, other.min)) return std::nullopt;
    return highest;
}

Bytes encode_hello(const Hello& hello) {
    const auto encoded = wire::encode(hello);
    Bytes payload;
    payload.reserve(padded(encoded.size()));
    append_u16(payload, static_cast<std::uint16_t>(encoded.size()));
    append(payload, encoded);
    payload.resize(padded(encoded.size()));
    return payload;
}

Result<Hello> decode_hello(ByteView payload) {
    constexpr Error malformed{ErrorKind::malformed, "HELLO does not decode"};
    if (payload.size() < length_bytes) return malformed;
    const std::size_t hello_bytes = read_u16(payload);
    if (payload.size() != padded(hello_bytes)) return malformed;
    const auto padding = payload.subspan(length_bytes + hello_bytes);
    if (!std::ranges::all_of(padding, [](std::byte b) { return b == std::byte{0}; }))
        return malformed;
    return wire::decode<Hello>(payload.subspan(length_bytes, hello_bytes),
                               limits::handshake_message_bytes_max);
}

}  // namespace earshot::link
