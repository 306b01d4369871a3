#include "crypto/aead.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::crypto {
namespace {

template <std::size_t Size>
std::array<std::byte, Size> array_of(std::string_view hex) {
    const auto bytes = *from_hex(hex);
    std::array<std::byte, Size> array{};
    REQUIRE(bytes.size() == Size);
    std::ranges::copy(bytes, array.begin());
    return array;
}

}  // namespace

TEST_CASE("aead gives the ciphertext of RFC 8439 section 2.8.2", "[crypto]") {
    const AeadKey key{
        array_of<32>("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")};
    const auto nonce = array_of<12>("070000004041424344454647");
    const auto associated = *from_hex("50515253c0c1c2c3c4c5c6c7");
    const auto plain = bytes_of(
        "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        "future, "
        "sunscreen would be it.");
    const std::string_view expected =
        "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da"
        "92"
        "728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad67594558580"
        "8b"
        "4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691";

    Bytes sealed(plain.size() + aead_tag_bytes);
    aead_encrypt(key, nonce, associated, plain, sealed);
    CHECK(to_hex(sealed) == expected);

    SECTION("and opens it again") {
        Bytes opened(plain.size());
        REQUIRE(aead_decrypt(key, nonce, associated, sealed, opened));
        CHECK(text_of(opened) == text_of(plain));
    }
    SECTION("in place too, both ways") {
        Bytes buffer = to_bytes(plain);
        buffer.resize(plain.size() + aead_tag_bytes);
        aead_encrypt(key, nonce, associated, View{buffer}.first(plain.size()), buffer);
        CHECK(to_hex(buffer) == expected);
        REQUIRE(
            aead_decrypt(key, nonce, associated, buffer, std::span{buffer}.first(plain.size())));
        CHECK(text_of(View{buffer}.first(plain.size())) == text_of(plain));
    }
    SECTION("but not when a bit of it, of the nonce or of the associated data is changed") {
        Bytes opened(plain.size());
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto damaged = sealed;
            damaged[i] ^= std::byte{0x40};
            CHECK_FALSE(aead_decrypt(key, nonce, associated, damaged, opened));
        }
        auto other_nonce = nonce;
        other_nonce[11] ^= std::byte{1};
        CHECK_FALSE(aead_decrypt(key, other_nonce, associated, sealed, opened));
        CHECK_FALSE(aead_decrypt(key, nonce, View{associated}.first(11), sealed, opened));
        CHECK_FALSE(aead_decrypt(key, nonce, associated, View{sealed}.first(sealed.size() - 1),
                                 std::span{opened}.first(opened.size() - 1)));
    }
}

TEST_CASE("aead refuses what is shorter than a tag", "[crypto]") {
    const AeadKey key{std::array<std::byte, 32>{}};
    for (std::size_t size = 0; size < aead_tag_bytes; ++size) {
        CHECK_FALSE(aead_decrypt(key, AeadNonce{}, {}, Bytes(size), {}));
    }
}

TEST_CASE("xchacha sealing gives the ciphertext of draft-irtf-cfrg-xchacha-03 A.3.1", "[crypto]") {
    const SealKey key{
        array_of<32>("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")};
    const auto sealed = *from_hex(
        "404142434445464748494a4b4c4d4e4f5051525354555657"
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4e"
        "da"
        "7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b238"
        "35"
        "65d3fff921f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
    const auto opened = open(key, *from_hex("50515253c0c1c2c3c4c5c6c7"), sealed);
    REQUIRE(opened);
    CHECK(text_of(*opened) ==
          "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
          "future, "
          "sunscreen would be it.");
}

TEST_CASE("sealed bytes open with the same key and context only", "[crypto]") {
    support::SeededEntropy entropy{4};
    const auto key = SealKey::generate(entropy);
    const auto plain = bytes_of("the data key, for instance");
    const auto sealed = seal(key, bytes_of("keys.bin"), plain, entropy);
    REQUIRE(sealed.size() == plain.size() + seal_overhead_bytes);
    REQUIRE(open(key, bytes_of("keys.bin"), sealed) == to_bytes(plain));

    CHECK_FALSE(open(SealKey::generate(entropy), bytes_of("keys.bin"), sealed));
    CHECK_FALSE(open(key, bytes_of("keys.bim"), sealed));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto damaged = sealed;
        damaged[i] ^= std::byte{1};
        CHECK_FALSE(open(key, bytes_of("keys.bin"), damaged));
        CHECK_FALSE(open(key, bytes_of("keys.bin"), View{sealed}.first(i)));
    }
}

TEST_CASE("sealing twice never gives the same bytes", "[crypto]") {
    support::SeededEntropy entropy{5};
    const auto key = SealKey::generate(entropy);
    CHECK(seal(key, {}, bytes_of("same"), entropy) != seal(key, {}, bytes_of("same"), entropy));
}

TEST_CASE("a sealed key opens as its own type and only at its own size", "[crypto]") {
    support::SeededEntropy entropy{6};
    const auto key = SealKey::generate(entropy);
    const auto inner = SealKey::generate(entropy);
    const auto opened = open_as<SealKey>(key, bytes_of("data key"),
                                         seal(key, bytes_of("data key"), inner.expose(), entropy));
    REQUIRE(opened);
    CHECK(to_hex(opened->expose()) == to_hex(inner.expose()));
    CHECK_FALSE(open_as<SealKey>(key, {}, seal(key, {}, inner.expose().first<31>(), entropy)));
}

}  // namespace earshot::crypto
