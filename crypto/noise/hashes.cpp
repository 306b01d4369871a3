#include "crypto/noise/hashes.hpp"

#include "crypto/sodium.hpp"

namespace earshot::crypto::noise {

void Blake2bFunction::init(State& state) noexcept {
    crypto_generichash_blake2b_init(&state, nullptr, 0, digest_bytes);
}

void Blake2bFunction::update(State& state, View bytes) noexcept {
    crypto_generichash_blake2b_update(&state, in(bytes), bytes.size());
}

void Blake2bFunction::finish(State& state, std::span<std::byte, digest_bytes> digest) noexcept {
    crypto_generichash_blake2b_final(&state, out(digest), digest.size());
}

}  // namespace earshot::crypto::noise
