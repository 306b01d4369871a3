#include "crypto/hpke.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/hmac.hpp"

namespace earshot::crypto {
namespace {

using Prk = Secret<struct HpkePrkTag>;

// "KEM" and "HPKE" with the numbers of our algorithms (RFC 9180, 7).
constexpr std::string_view version = "HPKE-v1";
constexpr std::string_view kem_suite{"KEM\x00\x20", 5};
constexpr std::string_view hpke_suite{"HPKE\x00\x20\x00\x01\x00\x03", 10};
constexpr std::byte base_mode{0};

Prk labelled_extract(std::string_view suite, View salt, std::string_view label, View material) {
    return Prk::made_by([&](std::span<std::byte, 32> key) {
        hmac<Sha256>(salt, {bytes_of(version), bytes_of(suite), bytes_of(label), material}, key);
    });
}

void labelled_expand(const Prk& key, std::string_view suite, std::string_view label, View info,
                     std::span<std::byte> target) {
    std::vector<std::byte> all{std::byte{0}, std::byte(target.size())};
    for (const View part : {bytes_of(version), bytes_of(suite), bytes_of(label), info})
        all.insert(all.end(), part.begin(), part.end());
    hkdf_expand<Sha256>(key.expose(), all, target);
}

std::array<std::byte, 64> joined(View left, View right) {
    std::array<std::byte, 64> both{};
    std::ranges::copy(right, std::ranges::copy(left, both.begin()).out);
    return both;
}

}  // namespace

HpkeContext make_context(const SharedSecret& agreed, const AgreePublicKey& encapsulated,
                         const AgreePublicKey& recipient, View info) {
    const auto extracted = labelled_extract(kem_suite, {}, "eae_prk", agreed.expose());
    const auto kem_context = joined(encapsulated.bytes, recipient.bytes);
    const auto shared = SharedSecret::made_by([&](std::span<std::byte, 32> target) {
        labelled_expand(extracted, kem_suite, "shared_secret", kem_context, target);
    });

    const auto psk_id_hash = labelled_extract(hpke_suite, {}, "psk_id_hash", {});
    const auto info_hash = labelled_extract(hpke_suite, {}, "info_hash", info);
    const auto hashes = joined(psk_id_hash.expose(), info_hash.expose());
    std::array<std::byte, 65> schedule{base_mode};
    std::ranges::copy(hashes, schedule.begin() + 1);

    const auto secret = labelled_extract(hpke_suite, shared.expose(), "secret", {});
    auto key = AeadKey::made_by([&](std::span<std::byte, 32> target) {
        labelled_expand(secret, hpke_suite, "key", schedule, target);
    });
    AeadNonce base_nonce;
    labelled_expand(secret, hpke_suite, "base_nonce", schedule, base_nonce);
    return HpkeContext{std::move(key), base_nonce};
}

std::optional<HpkeSender> hpke_sender(const AgreeKeyPair& ephemeral,
                                      const AgreePublicKey& recipient, View info) {
    const auto agreed = agree(ephemeral, recipient);
    if (!agreed) return std::nullopt;
    return HpkeSender{ephemeral.public_key(),
                      make_context(*agreed, ephemeral.public_key(), recipient, info)};
}

std::optional<HpkeContext> hpke_recipient(const AgreeKeyPair& own,
                                          const AgreePublicKey& encapsulated, View info) {
    const auto agreed = agree(own, encapsulated);
    if (!agreed) return std::nullopt;
    return make_context(*agreed, encapsulated, own.public_key(), info);
}

AeadNonce HpkeContext::nonce() const noexcept {
    AeadNonce nonce = base_nonce_;
    for (std::size_t i = 0; i < sizeof sequence_; ++i)
        nonce[nonce.size() - 1 - i] ^= std::byte(sequence_ >> (8 * i));
    return nonce;
}

void HpkeContext::seal(View associated, View plain, std::span<std::byte> sealed) noexcept {
    aead_encrypt(key_, nonce(), associated, plain, sealed);
    ++sequence_;
}

bool HpkeContext::open(View associated, View sealed, std::span<std::byte> plain) noexcept {
    if (!aead_decrypt(key_, nonce(), associated, sealed, plain)) return false;
    ++sequence_;
    return true;
}

}  // namespace earshot::crypto
