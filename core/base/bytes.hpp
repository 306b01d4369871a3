#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Bytes and their text forms. Decoders are strict: one text per value, nothing skipped.
namespace earshot {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;  ///< Valid while its owner lives; never kept.

/// The bytes of a text, without a terminator.
ByteView bytes_of(std::string_view text) noexcept;
/// The text of bytes, as they are: not checked for UTF-8.
std::string_view text_of(ByteView bytes) noexcept;

Bytes to_bytes(ByteView view);
void append(Bytes& target, ByteView more);

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);

/// RFC 4648 base32 in lower case without padding: 16 bytes are 26 characters, 32 bytes are 52.
std::string to_base32(ByteView bytes);
/// Accepts what `to_base32` makes (upper case too); unused trailing bits must be zero.
std::optional<Bytes> from_base32(std::string_view text);

/// RFC 4648 base64url without padding: 8 bytes are 11 characters.
std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

/// Big-endian integers, as everywhere on Earshot's wire.
void append_u16(Bytes& target, std::uint16_t value);
void append_u32(Bytes& target, std::uint32_t value);
void append_u64(Bytes& target, std::uint64_t value);
/// Precondition: `bytes` holds as many bytes as the integer.
std::uint16_t read_u16(ByteView bytes) noexcept;
std::uint32_t read_u32(ByteView bytes) noexcept;
std::uint64_t read_u64(ByteView bytes) noexcept;

}  // namespace earshot
