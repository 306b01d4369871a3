#include "crypto/hash.hpp"

#include "crypto/hmac.hpp"
#include "crypto/sodium.hpp"

namespace earshot::crypto {

Sha256::Sha256() noexcept { crypto_hash_sha256_init(&state_); }

Sha256::~Sha256() { sodium_memzero(&state_, sizeof state_); }

Sha256& Sha256::update(View bytes) noexcept {
    crypto_hash_sha256_update(&state_, in(bytes), bytes.size());
    return *this;
}

void Sha256::finish(std::span<std::byte, digest_bytes> digest) noexcept {
    crypto_hash_sha256_final(&state_, out(digest));
}

Digest Sha256::finish() noexcept {
    Digest digest;
    finish(std::span{digest});
    return digest;
}

Digest sha256(View bytes) noexcept { return Sha256{}.update(bytes).finish(); }

Digest labelled_hash(std::string_view label, std::initializer_list<View> parts) noexcept {
    constexpr std::byte separator{0};
    Sha256 hash;
    hash.update(std::as_bytes(std::span{label})).update(View{&separator, 1});
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
