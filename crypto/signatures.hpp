#pragma once

#include <string_view>

#include "crypto/sign.hpp"

/// Signing and checking as something handed in. A daemon uses Ed25519 as it is; a simulator, in
/// which a thousand computers check the same thousand records, hands in one that remembers.
namespace earshot::crypto {

class Signatures {
public:
    virtual ~Signatures() = default;
    /// As crypto::sign.
    virtual Signature sign(const SignKeyPair& key, std::string_view label, View message) const = 0;
    /// As crypto::verify.
    [[nodiscard]] virtual bool verify(const SignPublicKey& key, std::string_view label,
                                      View message, const Signature& signature) const = 0;
};

class Ed25519 final : public Signatures {
public:
    Signature sign(const SignKeyPair& key, std::string_view label, View message) const override {
        return crypto::sign(key, label, message);
    }
    [[nodiscard]] bool verify(const SignPublicKey& key, std::string_view label, View message,
                              const Signature& signature) const override {
        return crypto::verify(key, label, message, signature);
    }
};

/// Has no state: one for everybody.
inline const Ed25519 ed25519{};

}  // namespace earshot::crypto
