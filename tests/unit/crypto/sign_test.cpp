#include "crypto/sign.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::crypto {
namespace {

SignKeyPair key_of(std::string_view seed_hex) {
    const auto bytes = *from_hex(seed_hex);
    return SignKeyPair::from_seed(std::span{bytes}.first<32>());
}

/// Adds the group order L to the second half of a signature (RFC 8032 section 5.1).
Signature with_order_added(const Signature& signature) {
    const auto order =
        *from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    Signature changed = signature;
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry +=
            std::to_integer<unsigned>(changed.bytes[32 + i]) + std::to_integer<unsigned>(order[i]);
        changed.bytes[32 + i] = std::byte(carry & 0xff);
        carry >>= 8;
    }
    return changed;
}

}  // namespace

TEST_CASE("sign key pair has the public keys of RFC 8032 section 7.1", "[crypto]") {
    CHECK(to_hex(key_of("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
                     .public_key()
                     .bytes) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    CHECK(to_hex(key_of("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
                     .public_key()
                     .bytes) == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
}

TEST_CASE("sign key pair is made again from its exposed seed", "[crypto]") {
    support::SeededEntropy entropy{1};
    const auto pair = SignKeyPair::generate(entropy);
    CHECK(SignKeyPair::from_seed(pair.expose_seed()).public_key() == pair.public_key());
}

TEST_CASE("signature holds for its key, label and message only", "[crypto]") {
    using namespace std::string_view_literals;
    support::SeededEntropy entropy{2};
    const auto pair = SignKeyPair::generate(entropy);
    const auto other = SignKeyPair::generate(entropy);
    const auto message = bytes_of("I was here");
    const auto signature = sign(pair, "earshot1 test", message);

    REQUIRE(verify(pair.public_key(), "earshot1 test", message, signature));
    CHECK_FALSE(verify(other.public_key(), "earshot1 test", message, signature));
    CHECK_FALSE(verify(pair.public_key(), "earshot1 tess", message, signature));
    CHECK_FALSE(verify(pair.public_key(), "earshot1 test", bytes_of("I was her"), signature));
    CHECK_FALSE(verify(pair.public_key(), "", bytes_of("earshot1 test\0I was here"sv), signature));
    for (std::size_t bit = 0; bit < signature.bytes.size() * 8; ++bit) {
        auto damaged = signature;
        damaged.bytes[bit / 8] ^= std::byte(1u << (bit % 8));
        CHECK_FALSE(verify(pair.public_key(), "earshot1 test", message, damaged));
    }
}

TEST_CASE("a signature with the group order added to S is refused", "[crypto][attack]") {
    support::SeededEntropy entropy{3};
    std::size_t tried = 0;
    while (tried < 20) {
        const auto pair = SignKeyPair::generate(entropy);
        const auto signature = sign(pair, "earshot1 test", bytes_of("malleable?"));
        const auto twin = with_order_added(signature);
        REQUIRE(twin != signature);
        REQUIRE(verify(pair.public_key(), "earshot1 test", bytes_of("malleable?"), signature));
        CHECK_FALSE(verify(pair.public_key(), "earshot1 test", bytes_of("malleable?"), twin));
        ++tried;
    }
}

TEST_CASE("a public key of small order verifies nothing", "[crypto][attack]") {
    // The eight points of small order and their encodings that are not canonical; with such a key,
    // S = 0 and a small R would verify for every message or every eighth.
    const std::array<std::string_view, 14> keys{
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"};
    for (const auto hex : keys) {
        INFO(hex);
        SignPublicKey key;
        std::ranges::copy(*from_hex(hex), key.bytes.begin());
        for (const auto small : keys) {
            Signature signature;
            std::ranges::copy(*from_hex(small), signature.bytes.begin());
            for (int i = 0; i < 16; ++i) {
                CHECK_FALSE(verify(key, "earshot1 test", Bytes(1, std::byte(i)), signature));
            }
        }
    }
}

}  // namespace earshot::crypto
