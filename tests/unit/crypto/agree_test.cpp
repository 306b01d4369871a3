#include "crypto/agree.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/crypto/low_order.hpp"

namespace earshot::crypto {
namespace {

AgreeKeyPair key_of(std::string_view hex) {
    const auto bytes = *from_hex(hex);
    return AgreeKeyPair::from_secret(std::span{bytes}.first<32>());
}

}  // namespace

TEST_CASE("agreement gives the keys and the secret of RFC 7748 section 6.1", "[crypto]") {
    const auto alice = key_of("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    const auto bob = key_of("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    CHECK(to_hex(alice.public_key().bytes) ==
          "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    CHECK(to_hex(bob.public_key().bytes) ==
          "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    const auto secret = agree(alice, bob.public_key());
    REQUIRE(secret);
    CHECK(to_hex(secret->expose()) ==
          "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

TEST_CASE("agree key pair is made again from its exposed secret", "[crypto]") {
    support::SeededEntropy entropy{3};
    const auto pair = AgreeKeyPair::generate(entropy);
    CHECK(AgreeKeyPair::from_secret(pair.expose_secret()).public_key() == pair.public_key());
}

TEST_CASE("agreement is the same from both sides", "[crypto]") {
    support::SeededEntropy entropy{1};
    const auto one = AgreeKeyPair::generate(entropy);
    const auto two = AgreeKeyPair::generate(entropy);
    const auto here = agree(one, two.public_key());
    const auto there = agree(two, one.public_key());
    REQUIRE((here && there));
    CHECK(to_hex(here->expose()) == to_hex(there->expose()));
}

TEST_CASE("agreement with a point of small order is refused", "[crypto][attack]") {
    support::SeededEntropy entropy{2};
    const auto own = AgreeKeyPair::generate(entropy);
    for (const auto& point : test::low_order_points()) {
        INFO(to_hex(point.bytes));
        CHECK_FALSE(agree(own, point));
    }
}

}  // namespace earshot::crypto
