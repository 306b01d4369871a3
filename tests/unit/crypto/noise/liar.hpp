#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/base/bytes.hpp"
#include "crypto/agree.hpp"
#include "crypto/noise/handshake.hpp"
#include "tests/unit/crypto/noise/pair.hpp"

/// A peer that speaks the handshake correctly but may claim any public key as its own and use any
/// bytes as the result of the agreements with it. With no claim it is an honest peer, which shows
/// that its lies, and nothing else, are what is refused.
namespace earshot::crypto::noise::test {

struct Claim {
    AgreePublicKey key;
    std::array<std::byte, 32> agreement{};
};

class Liar {
public:
    explicit Liar(Pair<>& pair, const Psk* psk = nullptr)
        : state_(psk ? "Noise_XXpsk0_25519_ChaChaPoly_SHA256" : "Noise_XX_25519_ChaChaPoly_SHA256"),
          with_psk_(psk != nullptr),
          ephemeral_(AgreeKeyPair::generate(pair.entropy)),
          fixed_(AgreeKeyPair::generate(pair.entropy)) {
        state_.mix_hash(bytes_of("prologue"));
        if (psk) state_.mix_key_and_hash(psk->expose());
    }

    std::optional<Claim> claimed_ephemeral, claimed_static;

    /// As the initiator.
    Bytes first() {
        Bytes message;
        say_ephemeral(message);
        REQUIRE(state_.encrypt_and_hash({}, message));
        return message;
    }
    void hear_second(ByteView message) {
        hear_ephemeral(message);
        mix(ephemeral_, claimed_ephemeral, remote_ephemeral_);
        AgreePublicKey remote;
        const auto sealed = message.subspan(32, remote.bytes.size() + state_.overhead_bytes());
        REQUIRE(state_.decrypt_and_hash(sealed, remote.bytes));
        mix(ephemeral_, claimed_ephemeral, remote);
        REQUIRE(state_.decrypt_and_hash(message.subspan(80), {}));
    }
    Bytes third() {
        Bytes message;
        say_static(message);
        REQUIRE(state_.encrypt_and_hash({}, message));
        return message;
    }

    /// As the responder.
    void hear_first(ByteView message) {
        hear_ephemeral(message);
        REQUIRE(state_.decrypt_and_hash(message.subspan(32), {}));
    }
    Bytes second() {
        Bytes message;
        say_ephemeral(message);
        mix(ephemeral_, claimed_ephemeral, remote_ephemeral_);
        say_static(message);
        REQUIRE(state_.encrypt_and_hash({}, message));
        return message;
    }

    const AgreeKeyPair& ephemeral() const { return ephemeral_; }
    const AgreePublicKey& remote_ephemeral() const { return remote_ephemeral_; }

private:
    void mix(const AgreeKeyPair& own, const std::optional<Claim>& claim,
             const AgreePublicKey& remote) {
        if (claim) return state_.mix_key(claim->agreement);
        const auto secret = agree(own, remote);
        REQUIRE(secret);
        state_.mix_key(secret->expose());
    }
    void say_ephemeral(Bytes& message) {
        const auto& key = claimed_ephemeral ? claimed_ephemeral->key : ephemeral_.public_key();
        append(message, key.bytes);
        state_.mix_hash(key.bytes);
        if (with_psk_) state_.mix_key(key.bytes);
    }
    void hear_ephemeral(ByteView message) {
        std::ranges::copy(message.first(32), remote_ephemeral_.bytes.begin());
        state_.mix_hash(message.first(32));
        if (with_psk_) state_.mix_key(message.first(32));
    }
    void say_static(Bytes& message) {
        const auto& key = claimed_static ? claimed_static->key : fixed_.public_key();
        REQUIRE(state_.encrypt_and_hash(key.bytes, message));
        mix(fixed_, claimed_static, remote_ephemeral_);
    }

    SymmetricState<Sha256> state_;
    bool with_psk_;
    AgreeKeyPair ephemeral_;
    AgreeKeyPair fixed_;
    AgreePublicKey remote_ephemeral_;
};

}  // namespace earshot::crypto::noise::test
