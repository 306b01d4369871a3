#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "crypto/secret.hpp"
#include "crypto/view.hpp"

/// Authenticated encryption in two forms. With an explicit nonce (ChaCha20-Poly1305, RFC 8439) for
/// protocols that count, such as Noise: never use a nonce twice with one key. With a random nonce
/// (XChaCha20-Poly1305) for sealing things at rest: nothing to get wrong.
namespace earshot::crypto {

inline constexpr std::size_t aead_tag_bytes = 16;

using AeadKey = Secret<struct AeadKeyTag>;
using AeadNonce = std::array<std::byte, 12>;

/// Precondition: `sealed` is `aead_tag_bytes` longer than `plain`. It may begin where `plain`
/// begins; any other overlap is not allowed.
void aead_encrypt(const AeadKey& key, const AeadNonce& nonce, View associated, View plain,
                  std::span<std::byte> sealed) noexcept;

/// False when `sealed` is too short or not authentic; `plain` then holds nothing of it.
/// Precondition: `plain` is `aead_tag_bytes` shorter than `sealed` (empty if that is too short). It
/// may begin where `sealed` begins.
[[nodiscard]] bool aead_decrypt(const AeadKey& key, const AeadNonce& nonce, View associated,
                                View sealed, std::span<std::byte> plain) noexcept;

using SealKey = Secret<struct SealKeyTag>;
inline constexpr std::size_t seal_overhead_bytes = 24 + 16;

/// Random nonce 24 | ciphertext | tag 16. `context` says what the plaintext is and must be the same
/// when it is opened.
std::vector<std::byte> seal(const SealKey& key, View context, View plain, Entropy& entropy);

/// Nothing unless exactly what `seal` made with this key and context.
std::optional<std::vector<std::byte>> open(const SealKey& key, View context, View sealed);

/// The same for a sealed key, straight into its own type.
template <class Key>
std::optional<Key> open_as(const SealKey& key, View context, View sealed) {
    auto plain = open(key, context, sealed);
    if (!plain) return std::nullopt;
    std::optional<Key> opened;
    if (plain->size() == Key::size) {
        opened.emplace(std::span<const std::byte>{*plain}.template first<Key::size>());
    }
    wipe(*plain);
    return opened;
}

}  // namespace earshot::crypto
