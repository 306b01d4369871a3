#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <span>
#include <string_view>

#include "crypto/secret.hpp"
#include "crypto/view.hpp"

/// Ed25519 signatures (RFC 8032), always over `label | 00 | message`, so that a signature made for
/// one purpose never serves another. Signatures are deterministic; verification refuses S >= L,
/// encodings that are not canonical, and keys of small order.
namespace earshot::crypto {

struct SignPublicKey {
    std::array<std::byte, 32> bytes{};
    friend auto operator<=>(const SignPublicKey&, const SignPublicKey&) = default;
};

struct Signature {
    std::array<std::byte, 64> bytes{};
    friend auto operator<=>(const Signature&, const Signature&) = default;
};

class SignKeyPair {
public:
    static SignKeyPair generate(Entropy& entropy);
    static SignKeyPair from_seed(std::span<const std::byte, 32> seed) noexcept;

    const SignPublicKey& public_key() const noexcept { return public_key_; }
    /// The 32 bytes from which `from_seed` makes this pair again.
    std::span<const std::byte, 32> expose_seed() const noexcept {
        return expanded_.expose().first<32>();
    }

private:
    friend Signature sign(const SignKeyPair&, std::string_view, View);
    using Expanded = Secret<struct SignExpandedTag, 64>;  ///< libsodium's form: seed | public key.

    SignKeyPair(Expanded expanded, SignPublicKey public_key) noexcept;

    Expanded expanded_;
    SignPublicKey public_key_;
};

/// `label` is printable ASCII without a zero byte.
[[nodiscard]] Signature sign(const SignKeyPair& key, std::string_view label, View message);
[[nodiscard]] bool verify(const SignPublicKey& key, std::string_view label, View message,
                          const Signature& signature);

}  // namespace earshot::crypto
