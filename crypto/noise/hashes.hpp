#pragma once

#include <sodium/crypto_generichash_blake2b.h>
#include <sodium/crypto_hash_sha512.h>

#include <cstddef>
#include <span>
#include <string_view>

#include "crypto/hash.hpp"
#include "crypto/view.hpp"

/// The hashes a Noise machine can be made with (Noise rev 34, section 12). Earshot speaks SHA-256;
/// the other two let the same machine be checked against implementations that have only those.
namespace earshot::crypto::noise {

using crypto::Sha256;

class Sha512 {
public:
    static constexpr std::string_view name = "SHA512";
    static constexpr std::size_t digest_bytes = 64;
    static constexpr std::size_t block_bytes = 128;

    Sha512() noexcept;
    ~Sha512();
    Sha512(const Sha512&) = delete;
    Sha512& operator=(const Sha512&) = delete;

    Sha512& update(View bytes) noexcept;
    void finish(std::span<std::byte, digest_bytes> digest) noexcept;

private:
    crypto_hash_sha512_state state_;
};

class Blake2b {
public:
    static constexpr std::string_view name = "BLAKE2b";
    static constexpr std::size_t digest_bytes = 64;
    static constexpr std::size_t block_bytes = 128;

    Blake2b() noexcept;
    ~Blake2b();
    Blake2b(const Blake2b&) = delete;
    Blake2b& operator=(const Blake2b&) = delete;

    Blake2b& update(View bytes) noexcept;
    void finish(std::span<std::byte, digest_bytes> digest) noexcept;

private:
    crypto_generichash_blake2b_state state_;
};

}  // namespace earshot::crypto::noise
