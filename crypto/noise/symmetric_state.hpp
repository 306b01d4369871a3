#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "crypto/hmac.hpp"
#include "crypto/noise/cipher_state.hpp"
#include "crypto/secret.hpp"
#include "crypto/view.hpp"

/// What both sides of a Noise handshake grow in step (Noise rev 34, section 5.2): the chaining key,
/// the hash of everything said so far and, once there is a key, the cipher for what comes next.
namespace earshot::crypto::noise {

template <class Hash>
class SymmetricState {
public:
    using HandshakeHash = std::array<std::byte, Hash::digest_bytes>;

    explicit SymmetricState(std::string_view protocol_name) noexcept
        : chaining_key_(ChainingKey::made_by([&](std::span<std::byte, Hash::digest_bytes> key) {
              const auto name = bytes_of(protocol_name);
              if (name.size() <= hash_.size()) {
                  std::ranges::copy(name, hash_.begin());  // The rest stays zero.
              } else {
                  Hash{}.update(name).finish(std::span{hash_});
              }
              std::ranges::copy(hash_, key.begin());
          })) {}

    void mix_hash(View bytes) noexcept {
        Hash{}.update(hash_).update(bytes).finish(std::span{hash_});
    }

    void mix_key(View key_material) noexcept {
        const auto derived = derive<2>(key_material);
        chaining_key_ = ChainingKey{part<0>(derived)};
        cipher_.emplace(key_from(part<1>(derived)));
    }

    void mix_key_and_hash(View key_material) noexcept {
        const auto derived = derive<3>(key_material);
        chaining_key_ = ChainingKey{part<0>(derived)};
        mix_hash(part<1>(derived));
        cipher_.emplace(key_from(part<2>(derived)));
    }

    /// How much longer a part of a message becomes, now.
    std::size_t overhead_bytes() const noexcept { return cipher_ ? aead_tag_bytes : 0; }

    [[nodiscard]] bool encrypt_and_hash(View plain, std::vector<std::byte>& message) {
        const auto start = message.size();
        message.resize(start + plain.size() + overhead_bytes());
        const auto sealed = std::span{message}.subspan(start);
        if (cipher_) {
            if (!cipher_->encrypt(hash_, plain, sealed)) return false;
        } else {
            std::ranges::copy(plain, sealed.begin());
        }
        mix_hash(sealed);
        return true;
    }

    /// Precondition: `plain` is `overhead_bytes()` shorter than `sealed`.
    [[nodiscard]] bool decrypt_and_hash(View sealed, std::span<std::byte> plain) noexcept {
        if (cipher_) {
            if (!cipher_->decrypt(hash_, sealed, plain)) return false;
        } else {
            std::ranges::copy(sealed, plain.begin());
        }
        mix_hash(sealed);
        return true;
    }

    /// The initiator's sending direction first.
    std::pair<CipherState, CipherState> split() const noexcept {
        const auto derived = derive<2>({});
        return {CipherState{key_from(part<0>(derived))}, CipherState{key_from(part<1>(derived))}};
    }

    const HandshakeHash& hash() const noexcept { return hash_; }

private:
    using ChainingKey = Secret<struct ChainingKeyTag, Hash::digest_bytes>;
    template <std::size_t Count>
    using Derived = Secret<struct DerivedTag, Count * Hash::digest_bytes>;
    using Part = std::span<const std::byte, Hash::digest_bytes>;

    template <std::size_t Count>
    Derived<Count> derive(View key_material) const noexcept {
        return Derived<Count>::made_by(
            [&](auto target) { hkdf<Hash>(chaining_key_.expose(), key_material, {}, target); });
    }
    template <std::size_t Index, class Keys>
    static Part part(const Keys& derived) noexcept {
        return derived.expose().template subspan<Index * Hash::digest_bytes, Hash::digest_bytes>();
    }
    static AeadKey key_from(Part part) noexcept {
        return AeadKey{part.template first<AeadKey::size>()};
    }

    HandshakeHash hash_{};  // Before the chaining key, which starts as its copy.
    ChainingKey chaining_key_;
    std::optional<CipherState> cipher_;
};

}  // namespace earshot::crypto::noise
