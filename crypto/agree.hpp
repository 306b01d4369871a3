#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <span>

#include "crypto/secret.hpp"

/// X25519 key agreement (RFC 7748). A public key that would force the result to a known value is a
/// failure, in every protocol of Earshot.
namespace earshot::crypto {

struct AgreePublicKey {
    std::array<std::byte, 32> bytes{};
    friend auto operator<=>(const AgreePublicKey&, const AgreePublicKey&) = default;
};

using SharedSecret = Secret<struct SharedSecretTag>;

class AgreeKeyPair {
public:
    static AgreeKeyPair generate(Entropy& entropy);
    static AgreeKeyPair from_secret(std::span<const std::byte, 32> secret) noexcept;

    const AgreePublicKey& public_key() const noexcept { return public_key_; }
    /// The 32 bytes from which `from_secret` makes this pair again.
    std::span<const std::byte, 32> expose_secret() const noexcept { return scalar_.expose(); }

private:
    using Scalar = Secret<struct AgreeScalarTag>;

    AgreeKeyPair(Scalar scalar, AgreePublicKey public_key) noexcept;
    static AgreeKeyPair from_scalar(Scalar scalar) noexcept;

    Scalar scalar_;
    AgreePublicKey public_key_;
};

/// Nothing when the result is all zero, which it is exactly for the points of small order. The
/// result is not uniform: it goes through a hash before it is a key.
[[nodiscard]] std::optional<SharedSecret> agree(const AgreeKeyPair& own,
                                                const AgreePublicKey& peer) noexcept;

}  // namespace earshot::crypto
