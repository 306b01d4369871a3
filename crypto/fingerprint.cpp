#include "crypto/fingerprint.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

namespace earshot::crypto {
namespace {

constexpr unsigned rounds = 5200;
constexpr unsigned groups = 6;
constexpr std::size_t group_bytes = 5;
constexpr std::size_t group_digits = 5;
constexpr std::uint64_t group_modulus = 100'000;
constexpr std::uint64_t code_modulus = 1'000'000;
/// Tells an account key from any other kind of key that might be shown one day.
constexpr std::byte account_key_kind{1};

constexpr std::string_view commit_label = "earshot1 sas commit";
constexpr std::string_view code_label = "earshot1 sas";

std::uint64_t big_endian(View bytes) noexcept {
    std::uint64_t number = 0;
    for (const auto byte : bytes) number = number << 8 | std::to_integer<std::uint64_t>(byte);
    return number;
}

std::string half(const SignPublicKey& account) {
    std::array<std::byte, 33> key{account_key_kind};
    std::ranges::copy(account.bytes, key.begin() + 1);
    return numeric_fingerprint(key, account.bytes);
}

}  // namespace

std::string numeric_fingerprint(View key, View identifier) {
    constexpr std::array<std::byte, 2> version{};
    auto hash = Sha512{}.update(version).update(key).update(identifier).update(key).finish();
    for (unsigned round = 1; round < rounds; ++round)
        hash = Sha512{}.update(hash).update(key).finish();

    std::string digits;
    for (std::size_t group = 0; group < groups; ++group) {
        const auto number =
            big_endian(std::span{hash}.subspan(group * group_bytes, group_bytes)) % group_modulus;
        const auto text = std::to_string(number);
        digits.append(group_digits - text.size(), '0').append(text);
    }
    return digits;
}

std::string safety_number(const SignPublicKey& own, const SignPublicKey& other) {
    auto first = half(own);
    auto second = half(other);
    if (second < first) std::swap(first, second);
    return first + second;
}

Digest sas_commitment(const SasNonce& nonce_a, const SasParties& parties, const Digest& channel) {
    return labelled_hash(commit_label,
                         {nonce_a, parties.account_a.bytes, parties.account_b.bytes, channel});
}

std::uint32_t sas_code(const SasNonce& nonce_a, const SasNonce& nonce_b, const SasParties& parties,
                       const Digest& channel) {
    std::vector<std::byte> nonces{nonce_a.begin(), nonce_a.end()};
    nonces.insert(nonces.end(), nonce_b.begin(), nonce_b.end());
    const auto label = bytes_of(code_label);
    std::vector<std::byte> info{label.begin(), label.end()};
    info.push_back(std::byte{0});
    const auto add = [&info](View part) { info.insert(info.end(), part.begin(), part.end()); };
    add(parties.account_a.bytes);
    add(parties.account_b.bytes);
    add(parties.device_a);
    add(parties.device_b);
    std::array<std::byte, 5> code;
    hkdf_sha256(channel, nonces, info, code);
    return static_cast<std::uint32_t>(big_endian(code) % code_modulus);
}

}  // namespace earshot::crypto
