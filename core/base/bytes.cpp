#include "core/base/bytes.hpp"

#include <array>
#include <cassert>
#include <concepts>

namespace earshot {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Writes bytes as digits of `Bits` bits each, most significant first.
template <unsigned Bits>
std::string to_digits(ByteView bytes, std::string_view digits) {
    std::string text;
    text.reserve((bytes.size() * 8 + Bits - 1) / Bits);
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const auto byte : bytes) {
        pending = pending << 8 | std::to_integer<std::uint32_t>(byte);
        pending_bits += 8;
        while (pending_bits >= Bits) {
            pending_bits -= Bits;
            text.push_back(digits[pending >> pending_bits & ((1u << Bits) - 1)]);
        }
        pending &= (1u << pending_bits) - 1;
    }
    if (pending_bits > 0)
        text.push_back(digits[pending << (Bits - pending_bits) & ((1u << Bits) - 1)]);
    return text;
}

template <unsigned Bits>
std::optional<Bytes> from_digits(std::string_view text, std::string_view digits) {
    // A digit too many would be a second text for the same bytes.
    if (text.size() * Bits % 8 >= Bits) return std::nullopt;
    Bytes bytes;
    bytes.reserve(text.size() * Bits / 8);
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        pending = pending << Bits | static_cast<std::uint32_t>(digit);
        pending_bits += Bits;
        if (pending_bits >= 8) {
            pending_bits -= 8;
            bytes.push_back(static_cast<std::byte>(pending >> pending_bits));
            pending &= (1u << pending_bits) - 1;
        }
    }
    if (pending != 0) return std::nullopt;
    return bytes;
}

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

template <std::unsigned_integral T>
void append_integer(Bytes& target, T value) {
    for (std::size_t i = sizeof(T); i-- > 0;)
        target.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFF));
}

template <std::unsigned_integral T>
T read_integer(ByteView bytes) noexcept {
    assert(bytes.size() >= sizeof(T));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return static_cast<T>(value);
}

}  // namespace

ByteView bytes_of(std::string_view text) noexcept {
    return std::as_bytes(std::span{text.data(), text.size()});
}

std::string_view text_of(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }

void append(Bytes& target, ByteView more) { target.insert(target.end(), more.begin(), more.end()); }

std::string to_hex(ByteView bytes) { return to_digits<4>(bytes, hex_digits); }
std::optional<Bytes> from_hex(std::string_view text) { return from_digits<4>(text, hex_digits); }

std::string to_base32(ByteView bytes) { return to_digits<5>(bytes, base32_digits); }
std::optional<Bytes> from_base32(std::string_view text) {
    return from_digits<5>(lower(text), base32_digits);
}

std::string to_base64url(ByteView bytes) { return to_digits<6>(bytes, base64url_digits); }
std::optional<Bytes> from_base64url(std::string_view text) {
    return from_digits<6>(text, base64url_digits);
}

void append_u16(Bytes& target, std::uint16_t value) { append_integer(target, value); }
void append_u32(Bytes& target, std::uint32_t value) { append_integer(target, value); }
void append_u64(Bytes& target, std::uint64_t value) { append_integer(target, value); }
std::uint16_t read_u16(ByteView bytes) noexcept { return read_integer<std::uint16_t>(bytes); }
std::uint32_t read_u32(ByteView bytes) noexcept { return read_integer<std::uint32_t>(bytes); }
std::uint64_t read_u64(ByteView bytes) noexcept { return read_integer<std::uint64_t>(bytes); }

}  // namespace earshot
