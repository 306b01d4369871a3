#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "crypto/aead.hpp"
#include "crypto/view.hpp"

/// One direction of a Noise conversation (Noise rev 34, sections 5.1 and 11.3): a key and the
/// number of messages it has been used for. It owns the nonce, so no caller can use one twice.
namespace earshot::crypto::noise {

inline constexpr std::size_t message_bytes_max = 65535;  ///< Of any Noise message, tag included.

namespace test {
struct CounterAccess;  ///< Lets a test stand near the end of the counter without 2^64 messages.
}

class CipherState {
public:
    explicit CipherState(AeadKey key) noexcept : key_(std::move(key)) {}
    /// What was moved from refuses every message: its key is gone.
    CipherState(CipherState&& other) noexcept;
    CipherState& operator=(CipherState&& other) noexcept;
    ~CipherState() = default;

    /// False, and nothing changed, when the message would be too long or the nonces are used up.
    /// Preconditions as for `aead_encrypt`; in place is fine.
    [[nodiscard]] bool encrypt(View associated, View plain, std::span<std::byte> sealed) noexcept;

    /// False, and the nonce unchanged, when the message is not the next one of the other side.
    /// Preconditions as for `aead_decrypt`; in place is fine.
    [[nodiscard]] bool decrypt(View associated, View sealed, std::span<std::byte> plain) noexcept;

    /// A new key from the present one, which is then gone; the nonce goes on counting.
    void rekey() noexcept;

    /// Of the next message.
    std::uint64_t nonce() const noexcept { return nonce_; }

private:
    friend struct test::CounterAccess;
    /// Noise keeps the last nonce for `rekey`; no message may use it.
    static constexpr std::uint64_t nonce_end = std::numeric_limits<std::uint64_t>::max();

    AeadKey key_;
    std::uint64_t nonce_ = 0;
};

/// A CipherState for transport that changes its key by rule: before nonce n, if n > 0 and n is a
/// multiple of `rekey_every`. Both sides follow the same rule, so nothing is said on the wire.
class TransportCipher {
public:
    /// Precondition: `rekey_every` is not zero, and `state` is fresh from a handshake.
    TransportCipher(CipherState state, std::uint64_t rekey_every) noexcept;

    /// As in CipherState, with no associated data.
    [[nodiscard]] bool encrypt(View plain, std::span<std::byte> sealed) noexcept;
    [[nodiscard]] bool decrypt(View sealed, std::span<std::byte> plain) noexcept;

    std::uint64_t nonce() const noexcept { return state_.nonce(); }

private:
    void rekey_if_due() noexcept;

    CipherState state_;
    std::uint64_t rekey_every_;
    std::uint64_t rekeyed_at_ = 0;
};

}  // namespace earshot::crypto::noise
