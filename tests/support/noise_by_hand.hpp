#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/bytes.hpp"
#include "core/link/hello.hpp"
#include "crypto/agree.hpp"
#include "crypto/noise/handshake.hpp"
#include "crypto/noise/symmetric_state.hpp"

/// Noise XX message parts put together by hand, so that an attacker in a test can lie in each of
/// them: name keys it does not own, agree on what it likes, or follow the rules exactly.
namespace earshot::support {

class NoiseByHand {
public:
    explicit NoiseByHand(const link::Preface& preface, const crypto::noise::Psk* psk = nullptr)
        : state_(psk ? "Noise_XXpsk0_25519_ChaChaPoly_SHA256" : "Noise_XX_25519_ChaChaPoly_SHA256"),
          with_psk_(psk != nullptr) {
        auto prologue = to_bytes(bytes_of(std::string_view{"earshot1 link\0", 14}));
        append(prologue, preface.encode());
        state_.mix_hash(prologue);
        if (psk) state_.mix_key_and_hash(psk->expose());
    }

    void ephemeral(const crypto::AgreePublicKey& key) {
        state_.mix_hash(key.bytes);
        if (with_psk_) state_.mix_key(key.bytes);
    }
    /// What both sides agreed on, or what the attacker pretends they did.
    void agreed(ByteView secret) { state_.mix_key(secret); }
    void agreed(const crypto::AgreeKeyPair& own, const crypto::AgreePublicKey& peer) {
        const auto secret = crypto::agree(own, peer);
        const std::array<std::byte, 32> zeros{};
        state_.mix_key(secret ? ByteView{secret->expose()} : ByteView{zeros});
    }
    /// Appends the part as it travels.
    void seal(ByteView plain, Bytes& message) {
        const bool sealed = state_.encrypt_and_hash(plain, message);
        if (!sealed) std::abort();
    }
    std::optional<Bytes> open(ByteView& message, std::size_t plain_bytes) {
        const auto size = plain_bytes + state_.overhead_bytes();
        if (message.size() < size) return std::nullopt;
        Bytes plain(plain_bytes);
        const bool opened = state_.decrypt_and_hash(message.first(size), plain);
        message = message.subspan(size);
        return opened ? std::optional{std::move(plain)} : std::nullopt;
    }
    /// The initiator's sending direction first.
    auto split() const { return state_.split(); }

private:
    crypto::noise::SymmetricState<crypto::Sha256> state_;
    bool with_psk_;
};

/// With its length in front, as handshake messages travel.
inline Bytes framed(ByteView message) {
    Bytes bytes;
    append_u16(bytes, static_cast<std::uint16_t>(message.size()));
    append(bytes, message);
    return bytes;
}

inline crypto::AgreePublicKey key_in(ByteView bytes) {
    crypto::AgreePublicKey key;
    std::ranges::copy(bytes.first(key.bytes.size()), key.bytes.begin());
    return key;
}

/// All X25519 points of small order in their canonical forms, and those above the prime: whatever
/// the other side's key, the agreement is zero.
inline std::array<crypto::AgreePublicKey, 7> low_order_points() {
    constexpr std::array hex{"0000000000000000000000000000000000000000000000000000000000000000",
                             "0100000000000000000000000000000000000000000000000000000000000000",
                             "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                             "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"};
    std::array<crypto::AgreePublicKey, 7> points;
    for (std::size_t i = 0; i < points.size(); ++i) points[i] = key_in(*from_hex(hex[i]));
    return points;
}

}  // namespace earshot::support
