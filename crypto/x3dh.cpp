#include "crypto/x3dh.hpp"

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>

#include "crypto/hash.hpp"

namespace earshot::crypto {
namespace {

constexpr std::string_view secret_info = "earshot1 x3dh 25519 sha256";
constexpr std::string_view id_info = "earshot1 session id";
constexpr std::array<std::byte, 32> zero_salt{};

constexpr std::size_t agreements_max = 4;
using Agreement = std::optional<SharedSecret>;

/// From all agreements in their order. The leading FFs keep the input apart from that of XEdDSA
/// (X3DH, 2.2).
std::optional<SessionSecret> derive(std::span<const Agreement> agreements) {
    std::array<std::byte, 32 * (1 + agreements_max)> material;
    std::ranges::fill(material, std::byte{0xff});
    std::size_t size = 32;
    bool is_usable = true;
    for (const auto& agreement : agreements) {
        is_usable = is_usable && agreement;
        if (!agreement) continue;
        std::ranges::copy(agreement->expose(),
                          material.begin() + static_cast<std::ptrdiff_t>(size));
        size += 32;
    }
    std::optional<SessionSecret> secret;
    if (is_usable)
        secret = SessionSecret::made_by([&](std::span<std::byte, 32> target) {
            hkdf_sha256(zero_salt, std::span{material}.first(size), bytes_of(secret_info), target);
        });
    wipe(material);
    return secret;
}

}  // namespace

std::optional<SessionSecret> x3dh_initiate(const AgreeKeyPair& identity,
                                           const AgreeKeyPair& ephemeral, const Prekeys& peer) {
    std::array<Agreement, agreements_max> agreed;
    agreed[0] = agree(identity, peer.signed_prekey);
    agreed[1] = agree(ephemeral, peer.identity);
    agreed[2] = agree(ephemeral, peer.signed_prekey);
    if (!peer.one_time) return derive(std::span{agreed}.first<3>());
    agreed[3] = agree(ephemeral, *peer.one_time);
    return derive(agreed);
}

std::optional<SessionSecret> x3dh_respond(const OwnPrekeys& own,
                                          const AgreePublicKey& peer_identity,
                                          const AgreePublicKey& peer_ephemeral) {
    std::array<Agreement, agreements_max> agreed;
    agreed[0] = agree(own.signed_prekey, peer_identity);
    agreed[1] = agree(own.identity, peer_ephemeral);
    agreed[2] = agree(own.signed_prekey, peer_ephemeral);
    if (own.one_time == nullptr) return derive(std::span{agreed}.first<3>());
    agreed[3] = agree(*own.one_time, peer_ephemeral);
    return derive(agreed);
}

SessionId session_id(const SessionSecret& secret) {
    SessionId id;
    hkdf_sha256(zero_salt, secret.expose(), bytes_of(id_info), id);
    return id;
}

}  // namespace earshot::crypto
