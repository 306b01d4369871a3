#include "crypto/noise/hashes.hpp"

#include "crypto/sodium.hpp"

namespace earshot::crypto::noise {

Sha512::Sha512() noexcept { crypto_hash_sha512_init(&state_); }

Sha512::~Sha512() { sodium_memzero(&state_, sizeof state_); }

Sha512& Sha512::update(View bytes) noexcept {
    crypto_hash_sha512_update(&state_, in(bytes), bytes.size());
    return *this;
}

void Sha512::finish(std::span<std::byte, digest_bytes> digest) noexcept {
    crypto_hash_sha512_final(&state_, out(digest));
}

Blake2b::Blake2b() noexcept { crypto_generichash_blake2b_init(&state_, nullptr, 0, digest_bytes); }

Blake2b::~Blake2b() { sodium_memzero(&state_, sizeof state_); }

Blake2b& Blake2b::update(View bytes) noexcept {
    crypto_generichash_blake2b_update(&state_, in(bytes), bytes.size());
    return *this;
}

void Blake2b::finish(std::span<std::byte, digest_bytes> digest) noexcept {
    crypto_generichash_blake2b_final(&state_, out(digest), digest.size());
}

}  // namespace earshot::crypto::noise
