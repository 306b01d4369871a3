#pragma once

#include <nettle/sha2.h>
#include <sodium/crypto_hash_sha512.h>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "crypto/incremental_hash.hpp"
#include "crypto/view.hpp"

/// SHA-256 (FIPS 180-4) and what is built on it: labelled hashes, HMAC (RFC 2104), HKDF (RFC 5869).
/// The one hash of Earshot's protocol, by Nettle, which uses the processor's instructions for it
/// (ADR 15); SHA-512 is for what others have defined over it.
namespace earshot::crypto {

using Digest = std::array<std::byte, 32>;

struct Sha256Function {
    static constexpr std::string_view name = "SHA256";
    static constexpr std::size_t digest_bytes = 32;
    static constexpr std::size_t block_bytes = 64;
    using State = sha256_ctx;

    static void init(State& state) noexcept;
    static void update(State& state, View bytes) noexcept;
    static void finish(State& state, std::span<std::byte, digest_bytes> digest) noexcept;
};
using Sha256 = IncrementalHash<Sha256Function>;

struct Sha512Function {
    static constexpr std::string_view name = "SHA512";
    static constexpr std::size_t digest_bytes = 64;
    static constexpr std::size_t block_bytes = 128;
    using State = crypto_hash_sha512_state;

    static void init(State& state) noexcept;
    static void update(State& state, View bytes) noexcept;
    static void finish(State& state, std::span<std::byte, digest_bytes> digest) noexcept;
};
using Sha512 = IncrementalHash<Sha512Function>;

Digest sha256(View bytes) noexcept;

/// SHA-256(label | 00 | parts one after the other). The parts carry no lengths: where they are not
/// of fixed size, at most the last may vary, or two inputs could give one hash.
Digest labelled_hash(std::string_view label, std::initializer_list<View> parts) noexcept;

Digest hmac_sha256(View key, View data) noexcept;

/// Extract and expand. Precondition: `target` is at most 255 * 32 bytes.
void hkdf_sha256(View salt, View key_material, View info, std::span<std::byte> target) noexcept;

}  // namespace earshot::crypto
