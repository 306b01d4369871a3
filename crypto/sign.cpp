#include "crypto/sign.hpp"

#include <vector>

#include "crypto/sodium.hpp"

namespace earshot::crypto {
namespace {

/// libsodium signs one piece of memory only; its multi-part form is another algorithm (Ed25519ph).
std::vector<std::byte> labelled(std::string_view label, View message) {
    const auto head = bytes_of(label);
    std::vector<std::byte> bytes;
    bytes.reserve(head.size() + 1 + message.size());
    bytes.insert(bytes.end(), head.begin(), head.end());
    bytes.push_back(std::byte{0});
    bytes.insert(bytes.end(), message.begin(), message.end());
    return bytes;
}

}  // namespace

SignKeyPair::SignKeyPair(Expanded expanded, SignPublicKey public_key) noexcept
    : expanded_(std::move(expanded)), public_key_(public_key) {}

SignKeyPair SignKeyPair::generate(Entropy& entropy) {
    const auto seed = Secret<struct SeedTag>::generate(entropy);
    return from_seed(seed.expose());
}

SignKeyPair SignKeyPair::from_seed(std::span<const std::byte, 32> seed) noexcept {
    SignPublicKey public_key;
    auto expanded = Expanded::made_by([&](std::span<std::byte, 64> target) {
        crypto_sign_seed_keypair(out(public_key.bytes), out(target), in(seed));
    });
    return SignKeyPair{std::move(expanded), public_key};
}

Signature sign(const SignKeyPair& key, std::string_view label, View message) {
    const auto bytes = labelled(label, message);
    Signature signature;
    crypto_sign_detached(out(signature.bytes), nullptr, in(bytes), bytes.size(),
                         in(key.expanded_.expose()));
    return signature;
}

bool verify(const SignPublicKey& key, std::string_view label, View message,
            const Signature& signature) {
    const auto bytes = labelled(label, message);
    return crypto_sign_verify_detached(in(signature.bytes), in(bytes), bytes.size(),
                                       in(key.bytes)) == 0;
}

}  // namespace earshot::crypto
