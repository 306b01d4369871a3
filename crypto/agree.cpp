#include "crypto/agree.hpp"

#include "crypto/sodium.hpp"

namespace earshot::crypto {

AgreeKeyPair::AgreeKeyPair(Scalar scalar, AgreePublicKey public_key) noexcept
    : scalar_(std::move(scalar)), public_key_(public_key) {}

AgreeKeyPair AgreeKeyPair::generate(Entropy& entropy) {
    return from_scalar(Scalar::generate(entropy));
}

AgreeKeyPair AgreeKeyPair::from_secret(std::span<const std::byte, 32> secret) noexcept {
    return from_scalar(Scalar{secret});
}

AgreeKeyPair AgreeKeyPair::from_scalar(Scalar scalar) noexcept {
    AgreePublicKey public_key;
    crypto_scalarmult_base(out(public_key.bytes), in(scalar.expose()));
    return AgreeKeyPair{std::move(scalar), public_key};
}

std::optional<SharedSecret> agree(const AgreeKeyPair& own, const AgreePublicKey& peer) noexcept {
    bool usable = false;
    auto secret = SharedSecret::made_by([&](std::span<std::byte, 32> target) {
        usable = crypto_scalarmult(out(target), in(own.expose_secret()), in(peer.bytes)) == 0;
    });
    if (!usable) return std::nullopt;
    return secret;
}

}  // namespace earshot::crypto
