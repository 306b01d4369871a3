#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "crypto/aead.hpp"
#include "crypto/agree.hpp"

/// Sealing for the owner of a public key who is not there to take part: HPKE in base mode (RFC
/// 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305. Says nothing about who
/// sealed. A context seals or opens a sequence; Earshot's envelopes use each for one message.
namespace earshot::crypto {

/// What both ends derive: a key, and a nonce for each message in turn.
class HpkeContext {
public:
    /// Precondition: `sealed` is `aead_tag_bytes` longer than `plain`.
    void seal(View associated, View plain, std::span<std::byte> sealed) noexcept;
    /// False when it is not the next message of the sender; then nothing has changed.
    /// Precondition: `plain` is `aead_tag_bytes` shorter than `sealed`.
    [[nodiscard]] bool open(View associated, View sealed, std::span<std::byte> plain) noexcept;

private:
    friend HpkeContext make_context(const SharedSecret&, const AgreePublicKey&,
                                    const AgreePublicKey&, View);

    HpkeContext(AeadKey key, AeadNonce base_nonce) noexcept
        : key_(std::move(key)), base_nonce_(base_nonce) {}
    AeadNonce nonce() const noexcept;

    AeadKey key_;
    AeadNonce base_nonce_;
    std::uint64_t sequence_ = 0;
};

/// `encapsulated` travels in the clear and takes the sender's part in the key agreement.
struct HpkeSender {
    AgreePublicKey encapsulated;
    HpkeContext context;
};

/// `info` says what is sealed and must be the same on both sides. `ephemeral` serves once. Nothing
/// when `recipient` is a key that would force the result.
[[nodiscard]] std::optional<HpkeSender> hpke_sender(const AgreeKeyPair& ephemeral,
                                                    const AgreePublicKey& recipient, View info);
[[nodiscard]] std::optional<HpkeContext> hpke_recipient(const AgreeKeyPair& own,
                                                        const AgreePublicKey& encapsulated,
                                                        View info);

}  // namespace earshot::crypto
