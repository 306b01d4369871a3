#include "crypto/ratchet/keys.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "crypto/hash.hpp"
#include "crypto/hmac.hpp"

namespace earshot::crypto::ratchet {
namespace {

constexpr std::string_view root_info = "earshot1 dr root";
constexpr std::string_view message_info = "earshot1 dr msg";
constexpr std::byte message_constant{1};
constexpr std::byte chain_constant{2};

template <class Key>
Key derived(const HmacKey<Sha256>& chain, std::byte constant) {
    return Key::made_by([&](std::span<std::byte, 32> target) {
        chain.code({View{&constant, 1}}, target);
    });
}

}  // namespace

RootKey first_root(const SessionSecret& secret) noexcept { return RootKey{secret.expose()}; }

std::optional<RootStep> step(const RootKey& root, const AgreeKeyPair& own,
                             const AgreePublicKey& peer) {
    const auto agreed = agree(own, peer);
    if (!agreed) return std::nullopt;
    std::array<std::byte, 64> keys;
    hkdf_sha256(root.expose(), agreed->expose(), bytes_of(root_info), keys);
    RootStep made{RootKey{std::span{keys}.first<32>()}, ChainKey{std::span{keys}.last<32>()}};
    wipe(keys);
    return made;
}

ChainStep step(const ChainKey& chain) {
    const HmacKey<Sha256> key{chain.expose()};
    return {derived<ChainKey>(key, chain_constant), derived<MessageKey>(key, message_constant)};
}

std::pair<AeadKey, AeadNonce> cipher_of(const MessageKey& key, const MessageNonce& fresh) {
    std::array<std::byte, AeadKey::size + sizeof(AeadNonce)> derived;
    hkdf_sha256(fresh, key.expose(), bytes_of(message_info), derived);
    AeadNonce nonce;
    std::ranges::copy(std::span{derived}.last<sizeof(AeadNonce)>(), nonce.begin());
    std::pair made{AeadKey{std::span{derived}.first<AeadKey::size>()}, nonce};
    wipe(derived);
    return made;
}

}  // namespace earshot::crypto::ratchet
