#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <initializer_list>
#include <span>

#include "crypto/secret.hpp"
#include "crypto/view.hpp"

/// HMAC (RFC 2104) and HKDF (RFC 5869) over any hash that says its digest and block size, because
/// Noise defines both over BLAKE2b too, for which libsodium has only its own keyed mode.
namespace earshot::crypto {

/// A key as HMAC uses it, hashed once for any number of codes. Keys longer than a block are hashed
/// first.
template <class Hash>
class HmacKey {
public:
    explicit HmacKey(View key) noexcept {
        std::array<std::byte, Hash::block_bytes> pad{};
        if (key.size() > pad.size()) {
            Hash shortened;
            shortened.update(key).finish(std::span{pad}.template first<Hash::digest_bytes>());
        } else {
            std::ranges::copy(key, pad.begin());
        }
        for (auto& byte : pad) byte ^= std::byte{0x36};
        inner_.update(pad);
        for (auto& byte : pad) byte ^= std::byte{0x36 ^ 0x5c};
        outer_.update(pad);
        wipe(pad);
    }

    /// HMAC of the parts one after the other.
    void code(std::initializer_list<View> parts,
              std::span<std::byte, Hash::digest_bytes> mac) const noexcept {
        std::array<std::byte, Hash::digest_bytes> inner_digest;
        Hash inner{inner_};
        for (const View part : parts) inner.update(part);
        inner.finish(std::span{inner_digest});
        Hash outer{outer_};
        outer.update(inner_digest).finish(mac);
        wipe(inner_digest);
    }

private:
    Hash inner_;
    Hash outer_;
};

/// One code under a key.
template <class Hash>
void hmac(View key, std::initializer_list<View> parts,
          std::span<std::byte, Hash::digest_bytes> mac) noexcept {
    HmacKey<Hash>{key}.code(parts, mac);
}

/// The second step of HKDF. Precondition: `target` is at most 255 digests long.
template <class Hash>
void hkdf_expand(View pseudorandom_key, View info, std::span<std::byte> target) noexcept {
    assert(target.size() <= 255 * Hash::digest_bytes);
    const HmacKey<Hash> key{pseudorandom_key};
    std::array<std::byte, Hash::digest_bytes> block{};
    View previous{};
    for (std::byte counter{1}; !target.empty();
         counter = std::byte(std::to_integer<unsigned>(counter) + 1)) {
        key.code({previous, info, View{&counter, 1}}, std::span{block});
        const auto size = std::min(target.size(), block.size());
        std::copy_n(block.begin(), size, target.begin());
        target = target.subspan(size);
        previous = block;
    }
    wipe(block);
}

/// Extract and expand. Precondition: `target` is at most 255 digests long.
template <class Hash>
void hkdf(View salt, View key_material, View info, std::span<std::byte> target) noexcept {
    std::array<std::byte, Hash::digest_bytes> pseudorandom_key;
    hmac<Hash>(salt, {key_material}, std::span{pseudorandom_key});
    hkdf_expand<Hash>(pseudorandom_key, info, target);
    wipe(pseudorandom_key);
}

}  // namespace earshot::crypto
