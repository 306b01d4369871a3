#include "crypto/fingerprint.hpp"

#include <algorithm>
#include <string_view>

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"

namespace earshot::crypto {
namespace {

SignPublicKey key_of(std::uint8_t byte) {
    SignPublicKey key;
    key.bytes.fill(std::byte{byte});
    return key;
}

}  // namespace

TEST_CASE("fingerprint is Signal's, by their own vector", "[fingerprint]") {
    const auto alice = numeric_fingerprint(
        *from_hex("0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868"),
        bytes_of("+14152222222"));
    const auto bob = numeric_fingerprint(
        *from_hex("05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b"),
        bytes_of("+14153333333"));
    CHECK(alice + bob == "300354477692869396892869876765458257569162576843440918079131");
}

TEST_CASE("safety number is the same on both sides and another for other people", "[fingerprint]") {
    const auto number = safety_number(key_of(1), key_of(2));
    CHECK(number.size() == 60);
    CHECK(std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; }));
    CHECK(number == safety_number(key_of(2), key_of(1)));
    CHECK(number != safety_number(key_of(1), key_of(3)));
}

TEST_CASE("sas code depends on everything that both agreed on", "[fingerprint][A25]") {
    const SasNonce one{std::byte{1}};
    const SasNonce two{std::byte{2}};
    const Digest channel{std::byte{9}};
    const SasParties parties{.account_a = key_of(1), .account_b = key_of(2)};
    const auto code = sas_code(one, two, parties, channel);
    CHECK(code < 1'000'000);
    CHECK(code == sas_code(one, two, parties, channel));
    CHECK(code != sas_code(two, one, parties, channel));
    CHECK(code != sas_code(one, two, parties, Digest{std::byte{8}}));

    auto other = parties;
    std::swap(other.account_a, other.account_b);
    CHECK(code != sas_code(one, two, other, channel));
    CHECK(sas_commitment(one, parties, channel) != sas_commitment(one, other, channel));
    CHECK(sas_commitment(one, parties, channel) != sas_commitment(two, parties, channel));
    // An identifier that reads as the beginning of a key is still an identifier.
    other = parties;
    std::ranges::copy(std::span{parties.account_b.bytes}.first<16>(), other.device_a.begin());
    CHECK(code != sas_code(one, two, other, channel));
}

}  // namespace earshot::crypto
