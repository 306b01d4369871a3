#include "core/identity/identity.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::identity {
namespace {

constexpr WallTime some_day{Duration{1'700'000'000'000}};

crypto::SignPublicKey counting_key(unsigned first) {
    crypto::SignPublicKey key;
    for (auto& byte : key.bytes) byte = static_cast<std::byte>(first++);
    return key;
}

}  // namespace

TEST_CASE("identity comes back from its secrets, byte for byte", "[identity]") {
    support::SeededEntropy entropy{1};
    const auto made = LocalIdentity::generate(entropy, some_day);
    const auto restored = LocalIdentity::restore(made.secrets());
    REQUIRE(restored);
    CHECK(restored->person() == made.person());
    CHECK(restored->device() == made.device());
    CHECK(restored->signed_certificate() == made.signed_certificate());
    CHECK(restored->signed_device_list() == made.signed_device_list());
    CHECK(std::ranges::equal(restored->secrets().expose(), made.secrets().expose()));
}

TEST_CASE("identity is that of the example in the protocol document", "[identity]") {
    // Computed there with Python's cryptography.
    const auto secrets = IdentitySecrets::made_by([](auto target) {
        for (std::size_t i = 0; i < 128; ++i) target[i] = static_cast<std::byte>(i);
        const auto created = *from_hex("0000018bcfe56800");
        std::ranges::copy(created, target.begin() + 128);
    });
    const auto identity = LocalIdentity::restore(secrets);
    REQUIRE(identity);
    CHECK(to_hex(identity->signed_certificate().body) ==
          "010103a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
          "29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7"
          "79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a"
          "675dd574ed7789310b3d2e7681f3790b466c773b1521fecf36577958371ea52f"
          "0000018bcfe56800000000000000");
    CHECK(to_hex(identity->signed_certificate().by_account.bytes) ==
          "393c0b94b58dca96c02a41021470cec9093b17973a96138dff5df2e76e539157"
          "f5450afeb980e01d67bd14b74e2f83317e035f1e04783f7206c0129890b5340e");
    CHECK(to_hex(identity->signed_certificate().by_device.bytes) ==
          "6f49ec4035324517649a8bb82be52c5b0b4338deece67436a73f628573b03a76"
          "bdbd255b620d0a9785f7ab722d57842fef7f6eaa6b978109445c5e5554f9e707");
    CHECK(to_hex(identity->person().view()) ==
          "eaf4db091ab46dd12f213ad1caf261b33d9c9e20c16c9a14156eddf85fc1502e");
    CHECK(to_hex(identity->device().view()) == "91b652779c165254c2771f3028052a9e");
}

TEST_CASE("identity uses a different key for each purpose", "[identity]") {
    support::SeededEntropy entropy{2};
    const auto made = LocalIdentity::generate(entropy, some_day);
    const auto& certificate = made.certificate();
    CHECK(certificate.account.bytes != certificate.device.bytes);
    CHECK(certificate.link.bytes != certificate.identity_dh.bytes);
    CHECK(certificate.link == made.link_keys().public_key());
    CHECK(certificate.identity_dh == made.identity_dh_keys().public_key());
    CHECK(certificate.created == some_day);
    const auto opened = open_certificate(made.signed_certificate());
    REQUIRE(opened);
    CHECK(*opened == certificate);
}

TEST_CASE("identity survives a clock that shows no possible date", "[identity]") {
    support::SeededEntropy entropy{3};
    for (const auto clock : {WallTime::min(), WallTime{} - Duration{1}, WallTime::max()}) {
        const auto made = LocalIdentity::generate(entropy, clock);
        CHECK(open_certificate(made.signed_certificate()));
        CHECK(LocalIdentity::restore(made.secrets()));
    }
}

TEST_CASE("identity is not restored with a date that no certificate can carry", "[identity]") {
    support::SeededEntropy entropy{4};
    const auto secrets = LocalIdentity::generate(entropy, some_day).secrets();
    const auto damaged = IdentitySecrets::made_by([&](auto target) {
        std::ranges::copy(secrets.expose(), target.begin());
        target[128] = std::byte{0xFF};
    });
    const auto restored = LocalIdentity::restore(damaged);
    REQUIRE_FALSE(restored);
    CHECK(restored.error().kind == ErrorKind::malformed);
}

TEST_CASE("identifiers are the labelled hashes that another implementation computes",
          "[identity]") {
    // Made with Python's hashlib.
    const auto one = counting_key(0);
    const auto other = counting_key(32);
    CHECK(to_hex(person_id(one).view()) ==
          "ba0d5bf164fbba77e3498f16249da938b531c3eda262f04c168c3bf4b39d24a6");
    CHECK(to_hex(device_id(one).view()) == "d369c924edec8bd7e2191bb3b2211951");
    CHECK(to_hex(direct_conversation_id(one, other).view()) ==
          "08bb58ed8da6cfa132cb86b2aa3d2bf1e122f06e2309eb47516dbdd7e7f0299d");
    CHECK(direct_conversation_id(other, one) == direct_conversation_id(one, other));
    CHECK(direct_conversation_id(one, one) != direct_conversation_id(one, other));
    CHECK(to_hex(message_id(bytes_of("hello")).view()) ==
          "eb8a6a249a282fc6c69a7771149981afbcb7c99c891e1d7e4a9a03250bb4a720");
    CHECK(to_hex(card_hash(bytes_of("card")).view()) ==
          "de9b6706e4a808136cfe757daa514eadbbd28311c77b59ca45726b6bc2ea7a46");
}

}  // namespace earshot::identity
