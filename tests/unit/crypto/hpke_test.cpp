#include "crypto/hpke.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/crypto/low_order.hpp"

namespace earshot::crypto {
namespace {

AgreeKeyPair pair_of(std::string_view hex) {
    const auto bytes = *from_hex(hex);
    return AgreeKeyPair::from_secret(std::span{bytes}.first<32>());
}

std::vector<std::byte> sealed_by(HpkeContext& context, View associated, View plain) {
    std::vector<std::byte> sealed(plain.size() + aead_tag_bytes);
    context.seal(associated, plain, sealed);
    return sealed;
}

std::optional<std::vector<std::byte>> opened_by(HpkeContext& context, View associated,
                                                View sealed) {
    std::vector<std::byte> plain(sealed.size() - aead_tag_bytes);
    if (!context.open(associated, sealed, plain)) return std::nullopt;
    return plain;
}

}  // namespace

TEST_CASE("hpke gives what RFC 9180 gives, A.2.1", "[hpke]") {
    const auto ephemeral =
        pair_of("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
    const auto recipient =
        pair_of("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    const auto info = *from_hex("4f6465206f6e2061204772656369616e2055726e");
    const auto plain = *from_hex("4265617574792069732074727574682c20747275746820626561757479");

    auto sender = hpke_sender(ephemeral, recipient.public_key(), info);
    REQUIRE(sender);
    CHECK(to_hex(sender->encapsulated.bytes) ==
          "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
    auto opener = hpke_recipient(recipient, sender->encapsulated, info);
    REQUIRE(opener);

    // Of the 257 encryptions the document lists six.
    const std::map<int, std::string> listed{
        {0,
         "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a"
         "28"},
        {1,
         "6b53c051e4199c518de79594e1c4ab18b96f081549d45ce015be002090bb119e85285337cc95ba5f59992dc9"
         "8c"},
        {2,
         "71146bd6795ccc9c49ce25dda112a48f202ad220559502cef1f34271e0cb4b02b4f10ecac6f48c32f878fae8"
         "6b"},
        {4,
         "63357a2aa291f5a4e5f27db6baa2af8cf77427c7c1a909e0b37214dd47db122bb153495ff0b02e9e54a50dbe"
         "16"},
        {255,
         "18ab939d63ddec9f6ac2b60d61d36a7375d2070c9b683861110757062c52b8880a5f6b3936da9cd6c23ef2a9"
         "5c"},
        {256,
         "7a4a13e9ef23978e2c520fd4d2e757514ae160cd0cd05e556ef692370ca53076214c0c40d4c728d6ed9e727a"
         "5b"},
    };
    for (int count = 0; count <= 256; ++count) {
        const auto text = "Count-" + std::to_string(count);
        const auto associated = bytes_of(text);
        const auto sealed = sealed_by(sender->context, associated, plain);
        if (const auto wanted = listed.find(count); wanted != listed.end())
            CHECK(to_hex(sealed) == wanted->second);
        CHECK(opened_by(*opener, associated, sealed) == plain);
    }
}

TEST_CASE("hpke opens only what was sealed for it, in order, and as it was said", "[hpke][A19]") {
    support::SeededEntropy entropy{1};
    const auto bob = AgreeKeyPair::generate(entropy);
    const auto eve = AgreeKeyPair::generate(entropy);
    const auto info = *from_hex("01");
    const auto plain = *from_hex("0a0b0c");
    auto sender = *hpke_sender(AgreeKeyPair::generate(entropy), bob.public_key(), info);
    const auto first = sealed_by(sender.context, info, plain);
    const auto second = sealed_by(sender.context, info, plain);
    CHECK(first != second);

    auto context = *hpke_recipient(bob, sender.encapsulated, info);
    CHECK_FALSE(opened_by(context, info, second));
    CHECK_FALSE(opened_by(context, *from_hex("02"), first));
    CHECK(opened_by(context, info, first) == plain);
    CHECK_FALSE(opened_by(context, info, first));
    CHECK(opened_by(context, info, second) == plain);

    auto elsewhere = *hpke_recipient(eve, sender.encapsulated, info);
    CHECK_FALSE(opened_by(elsewhere, info, first));
    auto otherwise = *hpke_recipient(bob, sender.encapsulated, *from_hex("02"));
    CHECK_FALSE(opened_by(otherwise, info, first));
}

TEST_CASE("hpke refuses keys of small order on both sides", "[hpke][A4]") {
    support::SeededEntropy entropy{1};
    const auto own = AgreeKeyPair::generate(entropy);
    for (const auto& point : test::low_order_points()) {
        CHECK_FALSE(hpke_sender(own, point, {}));
        CHECK_FALSE(hpke_recipient(own, point, {}));
    }
}

}  // namespace earshot::crypto
