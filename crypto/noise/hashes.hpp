#pragma once

#include <sodium/crypto_generichash_blake2b.h>

#include <cstddef>
#include <span>
#include <string_view>

#include "crypto/hash.hpp"
#include "crypto/incremental_hash.hpp"
#include "crypto/view.hpp"

/// The hashes a Noise machine can be made with (Noise rev 34, section 12). Earshot speaks SHA-256;
/// the other two let the same machine be checked against implementations that have only those.
namespace earshot::crypto::noise {

using crypto::Sha256;
using crypto::Sha512;

struct Blake2bFunction {
    static constexpr std::string_view name = "BLAKE2b";
    static constexpr std::size_t digest_bytes = 64;
    static constexpr std::size_t block_bytes = 128;
    using State = crypto_generichash_blake2b_state;

    static void init(State& state) noexcept;
    static void update(State& state, View bytes) noexcept;
    static void finish(State& state, std::span<std::byte, digest_bytes> digest) noexcept;
};
using Blake2b = IncrementalHash<Blake2bFunction>;

}  // namespace earshot::crypto::noise
