#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>

#include "crypto/signatures.hpp"

/// Signatures for networks in which a thousand computers check the same thousand records. A daemon
/// never uses these.
namespace earshot::sim {

/// Ed25519, but what was found good once is not computed again.
class MemoSignatures : public crypto::Signatures {
public:
    crypto::Signature sign(const crypto::SignKeyPair& key, std::string_view label,
                           crypto::View message) const override;
    [[nodiscard]] bool verify(const crypto::SignPublicKey& key, std::string_view label,
                              crypto::View message,
                              const crypto::Signature& signature) const override;

    std::size_t verified() const { return good_.size(); }

private:
    using Hash = std::array<std::byte, 16>;
    mutable std::set<Hash> good_;
};

/// A keyed hash instead of a curve. The keys are in a registry that only this class reads, so that
/// forging fails here too; what real keys signed before is checked for real.
class FakeSignatures final : public MemoSignatures {
public:
    crypto::Signature sign(const crypto::SignKeyPair& key, std::string_view label,
                           crypto::View message) const override;
    [[nodiscard]] bool verify(const crypto::SignPublicKey& key, std::string_view label,
                              crypto::View message,
                              const crypto::Signature& signature) const override;

private:
    using Seed = std::array<std::byte, 32>;
    mutable std::map<crypto::SignPublicKey, Seed> registry_;
};

}  // namespace earshot::sim
