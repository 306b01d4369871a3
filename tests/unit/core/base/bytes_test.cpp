#include "core/base/bytes.hpp"

#include "core/base/ids.hpp"
#include "tests/support/catch.hpp"

namespace earshot {

TEST_CASE("hex reads back what it wrote and refuses everything else", "[bytes]") {
    const Bytes bytes{std::byte{0x00}, std::byte{0xA5}, std::byte{0xFF}};
    CHECK(to_hex(bytes) == "00a5ff");
    CHECK(from_hex("00a5ff") == bytes);
    CHECK(from_hex("")->empty());
    CHECK_FALSE(from_hex("0"));
    CHECK_FALSE(from_hex("0G"));
    CHECK_FALSE(from_hex("A5"));
}

TEST_CASE("base32 agrees with the vectors of RFC 4648", "[bytes]") {
    const std::pair<std::string_view, std::string_view> vectors[] = {{"", ""},
                                                                     {"f", "my"},
                                                                     {"fo", "mzxq"},
                                                                     {"foo", "mzxw6"},
                                                                     {"foob", "mzxw6yq"},
                                                                     {"fooba", "mzxw6ytb"},
                                                                     {"foobar", "mzxw6ytboi"}};
    for (const auto& vector : vectors) {
        CHECK(to_base32(bytes_of(vector.first)) == vector.second);
        CHECK(text_of(*from_base32(vector.second)) == vector.first);
    }
    CHECK(from_base32("MZXQ") == from_base32("mzxq"));
}

TEST_CASE("base32 has one text for each value", "[bytes]") {
    CHECK_FALSE(from_base32("mz"));      // Its unused bits are not zero.
    CHECK_FALSE(from_base32("m"));       // No byte at all.
    CHECK_FALSE(from_base32("mzxw6y"));  // A digit too many.
    CHECK_FALSE(from_base32("my======"));
}

TEST_CASE("base64url agrees with RFC 4648 and uses no padding", "[bytes]") {
    CHECK(to_base64url(bytes_of("foob")) == "Zm9vYg");
    CHECK(text_of(*from_base64url("Zm9vYg")) == "foob");
    const Bytes high{std::byte{0xFB}, std::byte{0xFF}};
    CHECK(to_base64url(high) == "-_8");
    CHECK_FALSE(from_base64url("Zm9vYg=="));
    CHECK_FALSE(from_base64url("Zm9vYh"));
}

TEST_CASE("integers are big-endian", "[bytes]") {
    Bytes bytes;
    append_u16(bytes, 0x0102);
    append_u32(bytes, 0x03040506);
    append_u64(bytes, 0x0708090A0B0C0D0E);
    CHECK(to_hex(bytes) == "0102030405060708090a0b0c0d0e");
    CHECK(read_u16(bytes) == 0x0102);
    CHECK(read_u32(ByteView{bytes}.subspan(2)) == 0x03040506);
    CHECK(read_u64(ByteView{bytes}.subspan(6)) == 0x0708090A0B0C0D0E);
}

TEST_CASE("an identifier reads back its text and refuses another size", "[ids]") {
    DeviceId id;
    id.bytes[0] = std::byte{0x42};
    CHECK(id.text().size() == 26);
    CHECK(DeviceId::from_text(id.text()) == id);
    CHECK_FALSE(PersonId::from_text(id.text()));
}

}  // namespace earshot
