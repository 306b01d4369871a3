#include "crypto/hash.hpp"

#include "core/base/bytes.hpp"
#include "crypto/compare.hpp"
#include "tests/support/catch.hpp"

namespace earshot::crypto {
namespace {

std::string hkdf_hex(std::string_view salt, std::string_view key, std::string_view info,
                     std::size_t size) {
    Bytes target(size);
    hkdf_sha256(*from_hex(salt), *from_hex(key), *from_hex(info), target);
    return to_hex(target);
}

}  // namespace

TEST_CASE("sha256 gives the digests of FIPS 180-4", "[crypto]") {
    CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256(bytes_of("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("sha256 does not depend on how the data is cut", "[crypto]") {
    const auto text =
        bytes_of("the quick brown fox jumps over the lazy dog, and then over the cat");
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        CHECK(Sha256{}.update(text.first(cut)).update(text.subspan(cut)).finish() == sha256(text));
    }
}

TEST_CASE("labelled hash is the hash of label, zero byte and parts", "[crypto]") {
    using namespace std::string_view_literals;
    const auto digest = labelled_hash("earshot1 test", {bytes_of("ab"), bytes_of("c")});
    CHECK(digest == sha256(bytes_of("earshot1 test\0abc"sv)));
    CHECK(digest != labelled_hash("earshot1 tes", {bytes_of("tab"), bytes_of("c")}));
    CHECK(digest != labelled_hash("earshot1 test2", {bytes_of("ab"), bytes_of("c")}));
}

TEST_CASE("hmac_sha256 gives the codes of RFC 4231", "[crypto]") {
    CHECK(to_hex(hmac_sha256(Bytes(20, std::byte{0x0b}), bytes_of("Hi There"))) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(to_hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(to_hex(hmac_sha256(Bytes(131, std::byte{0xaa}),
                             bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"))) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("hkdf_sha256 gives the keys of RFC 5869", "[crypto]") {
    CHECK(hkdf_hex("000102030405060708090a0b0c", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                   "f0f1f2f3f4f5f6f7f8f9", 42) ==
          "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    CHECK(hkdf_hex("", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", 42) ==
          "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("constant-time comparison is exact", "[crypto]") {
    const auto some = bytes_of("sixteen byte tag");
    CHECK(equal(some, bytes_of("sixteen byte tag")));
    CHECK(equal({}, {}));
    CHECK_FALSE(equal(some, some.first(15)));
    for (std::size_t i = 0; i < some.size(); ++i) {
        auto other = to_bytes(some);
        other[i] ^= std::byte{1};
        CHECK_FALSE(equal(some, other));
    }
}

}  // namespace earshot::crypto
