#include "crypto/aead.hpp"

#include <cassert>

#include "crypto/sodium.hpp"

namespace earshot::crypto {
namespace {

constexpr std::size_t seal_nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static_assert(seal_overhead_bytes == seal_nonce_bytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);
static_assert(aead_tag_bytes == crypto_aead_chacha20poly1305_ietf_ABYTES);

}  // namespace

void aead_encrypt(const AeadKey& key, const AeadNonce& nonce, View associated, View plain,
                  std::span<std::byte> sealed) noexcept {
    assert(sealed.size() == plain.size() + aead_tag_bytes);
    crypto_aead_chacha20poly1305_ietf_encrypt(out(sealed), nullptr, in(plain), plain.size(),
                                              in(associated), associated.size(), nullptr, in(nonce),
                                              in(key.expose()));
}

bool aead_decrypt(const AeadKey& key, const AeadNonce& nonce, View associated, View sealed,
                  std::span<std::byte> plain) noexcept {
    if (sealed.size() < aead_tag_bytes) return false;
    assert(plain.size() == sealed.size() - aead_tag_bytes);
    return crypto_aead_chacha20poly1305_ietf_decrypt(
               out(plain), nullptr, nullptr, in(sealed), sealed.size(), in(associated),
               associated.size(), in(nonce), in(key.expose())) == 0;
}

std::vector<std::byte> seal(const SealKey& key, View context, View plain, Entropy& entropy) {
    std::vector<std::byte> sealed(seal_overhead_bytes + plain.size());
    const auto nonce = std::span{sealed}.first(seal_nonce_bytes);
    entropy.fill(nonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        out(std::span{sealed}.subspan(seal_nonce_bytes)), nullptr, in(plain), plain.size(),
        in(context), context.size(), nullptr, in(nonce), in(key.expose()));
    return sealed;
}

std::optional<std::vector<std::byte>> open(const SealKey& key, View context, View sealed) {
    if (sealed.size() < seal_overhead_bytes) return std::nullopt;
    const View nonce = sealed.first(seal_nonce_bytes);
    const View body = sealed.subspan(seal_nonce_bytes);
    std::vector<std::byte> plain(sealed.size() - seal_overhead_bytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out(plain), nullptr, nullptr, in(body),
                                                   body.size(), in(context), context.size(),
                                                   in(nonce), in(key.expose())) != 0) {
        return std::nullopt;
    }
    return plain;
}

}  // namespace earshot::crypto
