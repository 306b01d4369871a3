#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "crypto/hash.hpp"
#include "crypto/sign.hpp"
#include "crypto/view.hpp"

/// What two people compare to know that they have each other's true keys: a number that never
/// changes (Signal's numeric fingerprint, version 0) and a short code for one meeting (SAS).
/// docs/PROTOCOL.md, "Trust".
namespace earshot::crypto {

/// Thirty decimal digits of a key and the identifier it belongs to. Slow on purpose: 5200 rounds of
/// SHA-512, milliseconds.
std::string numeric_fingerprint(View key, View identifier);

/// Sixty digits, the same whoever asks. `own` and `other` are account keys.
std::string safety_number(const SignPublicKey& own, const SignPublicKey& other);

using SasNonce = std::array<std::byte, 32>;

/// The two people of one comparison, by role: `a` committed first.
struct SasParties {
    SignPublicKey account_a;
    SignPublicKey account_b;
    std::array<std::byte, 16> device_a{};
    std::array<std::byte, 16> device_b{};
};

/// What A sends before it sees B's nonce, so that neither can choose the code. `channel` is the
/// handshake hash of the link.
Digest sas_commitment(const SasNonce& nonce_a, const SasParties& parties, const Digest& channel);

/// Below a million: six digits for both to compare.
std::uint32_t sas_code(const SasNonce& nonce_a, const SasNonce& nonce_b, const SasParties& parties,
                       const Digest& channel);

}  // namespace earshot::crypto
