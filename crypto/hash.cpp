#include "crypto/hash.hpp"

#include "crypto/hmac.hpp"
#include "crypto/sodium.hpp"

namespace earshot::crypto {

void Sha256Function::init(State& state) noexcept { sha256_init(&state); }

void Sha256Function::update(State& state, View bytes) noexcept {
    sha256_update(&state, bytes.size(), in(bytes));
}

void Sha256Function::finish(State& state, std::span<std::byte, digest_bytes> digest) noexcept {
    sha256_digest(&state, digest.size(), out(digest));
}

void Sha512Function::init(State& state) noexcept { crypto_hash_sha512_init(&state); }

void Sha512Function::update(State& state, View bytes) noexcept {
    crypto_hash_sha512_update(&state, in(bytes), bytes.size());
}

void Sha512Function::finish(State& state, std::span<std::byte, digest_bytes> digest) noexcept {
    crypto_hash_sha512_final(&state, out(digest));
}

Digest sha256(View bytes) noexcept { return Sha256{}.update(bytes).finish(); }

Digest labelled_hash(std::string_view label, std::initializer_list<View> parts) noexcept {
    constexpr std::byte separator{0};
    Sha256 hash;
    hash.update(bytes_of(label)).update(View{&separator, 1});
    for (const View part : parts) hash.update(part);
    return hash.finish();
}

Digest hmac_sha256(View key, View data) noexcept {
    Digest mac;
    hmac<Sha256>(key, {data}, std::span{mac});
    return mac;
}

void hkdf_sha256(View salt, View key_material, View info, std::span<std::byte> target) noexcept {
    hkdf<Sha256>(salt, key_material, info, target);
}

}  // namespace earshot::crypto
