#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crypto/agree.hpp"
#include "crypto/noise/cipher_state.hpp"
#include "crypto/noise/hashes.hpp"
#include "crypto/noise/symmetric_state.hpp"
#include "crypto/secret.hpp"

/// The handshakes `Noise_XX_25519_ChaChaPoly_*` and `Noise_XXpsk0_25519_ChaChaPoly_*` (Noise rev
/// 34):
///
///     -> [psk] e        -> 32 bytes and the payload in clear, with psk 48 bytes and sealed
///     <- e, ee, s, es   -> 96 bytes and the payload
///     -> s, se          -> 64 bytes and the payload
///
/// Both sides prove their static key and learn the other's; what that key means is the caller's
/// affair. Any failure, an X25519 result of zero included, leaves the handshake dead for good.
namespace earshot::crypto::noise {

enum class Role : std::uint8_t { initiator, responder };

/// 32 bytes that both sides hold; without them the responder never answers.
using Psk = Secret<struct NoisePskTag>;

/// Made with Sha256 in Earshot's protocol, with Sha512 and Blake2b in tests.
template <class Hash>
class Handshake {
public:
    using HandshakeHash = typename SymmetricState<Hash>::HandshakeHash;

    /// What a finished handshake leaves. `hash` is the same on both sides and for no other session.
    struct Session {
        CipherState send;
        CipherState receive;
        AgreePublicKey remote_static;
        HandshakeHash hash;
    };

    /// XX, or XXpsk0 if `psk` is given. `own_static` must live as long as the handshake; `prologue`
    /// and `psk` only during this call.
    Handshake(Role role, const AgreeKeyPair& own_static, View prologue, const Psk* psk = nullptr);

    /// The next message. Nothing when it is not our turn, when it would be longer than
    /// `message_bytes_max`, or when the peer's keys lead to an agreement of zero.
    [[nodiscard]] std::optional<std::vector<std::byte>> write_message(View payload,
                                                                      Entropy& entropy);

    /// The payload of the peer's next message. Nothing when it is not theirs to send, or not
    /// exactly what the pattern and the keys demand.
    [[nodiscard]] std::optional<std::vector<std::byte>> read_message(View message);

    bool is_dead() const noexcept { return !symmetric_; }
    bool is_finished() const noexcept { return symmetric_ && step_ == steps; }

    /// Known to the initiator from the second message on, to the responder from the third; for the
    /// initiator, so before its own identity is sent.
    const std::optional<AgreePublicKey>& remote_static() const noexcept { return remote_static_; }

    /// Ends the handshake. Nothing unless it is finished; a second call has nothing either.
    [[nodiscard]] std::optional<Session> split() noexcept;

private:
    enum class Token : std::uint8_t { e, s, ee, es, se };
    static constexpr std::size_t steps = 3;
    static std::span<const Token> tokens(std::size_t step) noexcept;

    bool is_own_turn() const noexcept { return (step_ % 2 == 0) == (role_ == Role::initiator); }
    bool write_token(Token token, std::vector<std::byte>& message, Entropy& entropy);
    bool read_token(Token token, View& rest);
    bool read_static(View& rest);
    bool mix_agreement(Token token) noexcept;
    void mix_ephemeral(const AgreePublicKey& key) noexcept;
    std::nullopt_t die() noexcept;

    std::optional<SymmetricState<Hash>> symmetric_;  // Gone when dead.
    const AgreeKeyPair* own_static_;                 // The caller's, and outlives us.
    std::optional<AgreeKeyPair> own_ephemeral_;
    std::optional<AgreePublicKey> remote_ephemeral_;
    std::optional<AgreePublicKey> remote_static_;
    std::size_t step_ = 0;
    Role role_;
    bool with_psk_;
};

extern template class Handshake<Sha256>;
extern template class Handshake<Sha512>;
extern template class Handshake<Blake2b>;

}  // namespace earshot::crypto::noise
