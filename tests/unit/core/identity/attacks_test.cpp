#include <array>
#include <type_traits>

#include "core/base/limits.hpp"
#include "core/identity/card.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

/// Attacks on formats that carry identities, each with its number.
namespace earshot::identity {
namespace {

LocalIdentity somebody(std::uint64_t seed) {
    support::SeededEntropy entropy{seed};
    return LocalIdentity::generate(entropy, WallTime{Duration{1'700'000'000'000}});
}

/// S + L, which a verifier that does not reduce would accept as the same signature (RFC 8032, 8.4).
crypto::Signature with_order_added(crypto::Signature signature) {
    constexpr std::array<unsigned, 32> order{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                             0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                             0,    0,    0,    0,    0,    0,    0,    0,
                                             0,    0,    0,    0,    0,    0,    0,    0x10};
    unsigned carry = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto& byte = signature.bytes[32 + i];
        const unsigned sum = std::to_integer<unsigned>(byte) + order[i] + carry;
        byte = static_cast<std::byte>(sum & 0xFF);
        carry = sum >> 8;
    }
    REQUIRE(carry == 0);
    return signature;
}

}  // namespace

TEST_CASE("A33: certificate and card with a signature of S + L are refused", "[attack]") {
    const auto alice = somebody(1);
    auto certificate = alice.signed_certificate();
    certificate.by_account = with_order_added(certificate.by_account);
    CHECK_FALSE(open_certificate(certificate));

    const auto made = make_card(alice, {.seq = 1, .created = {}, .name = "Alice", .avatar = {}});
    auto card = wire::decode<Signed<CardBody>>(made);
    REQUIRE(card);
    card->signature = with_order_added(card->signature);
    CHECK_FALSE(open_card(wire::encode(*card)));
}

TEST_CASE("A34: keys of different kinds and lengths cannot be taken for one another", "[attack]") {
    using crypto::AgreePublicKey;
    using crypto::SignPublicKey;
    STATIC_REQUIRE_FALSE(std::is_convertible_v<SignPublicKey, AgreePublicKey>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<AgreePublicKey, SignPublicKey>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<IdentitySecrets, std::span<const std::byte, 128>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<IdentitySecrets, std::span<const std::byte>>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<LocalIdentity>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<PersonId, ConversationId>);
    STATIC_REQUIRE_FALSE(std::is_same_v<SignedCertificate, SignedDeviceList>);
}

TEST_CASE("A39: identity formats refuse what a careless decoder would take", "[attack]") {
    const auto alice = somebody(1);
    const auto good = make_card(alice, {.seq = 1, .created = {}, .name = "Alice", .avatar = {}});
    REQUIRE(open_card(good));

    SECTION("every truncation") {
        for (std::size_t size = 0; size < good.size(); ++size)
            CHECK_FALSE(open_card(ByteView{good}.first(size)));
    }
    SECTION("bytes after the end") {
        auto longer = good;
        longer.push_back(std::byte{0});
        CHECK_FALSE(open_card(longer));
    }
    SECTION("counts that promise more than there is") {
        for (const unsigned top : {0x00u, 0x7Fu, 0x80u, 0xFFu}) {
            auto lying = good;
            lying[0] = static_cast<std::byte>(top);
            lying[1] = std::byte{0xFF};
            CHECK_FALSE(open_card(lying));
        }
    }
    SECTION("any number of zero or set bytes") {
        for (std::size_t size = 0; size <= limits::card_bytes_max + 1; ++size) {
            CHECK_FALSE(open_card(Bytes(size)));
            CHECK_FALSE(open_card(Bytes(size, std::byte{0xFF})));
        }
    }
    SECTION("a date, a name and a presence flag that have no other encoding") {
        // Each is put into the body before it is signed, so that only the decoder can refuse it.
        const auto outer = wire::decode<Signed<CardBody>>(good);
        REQUIRE(outer);
        const auto refused = [&](std::size_t from_end, unsigned value) {
            auto body = outer->body;
            body[body.size() - from_end] = static_cast<std::byte>(value);
            Signed<CardBody> card{body, crypto::sign(alice.device_keys(), "earshot1 card", body)};
            return !open_card(wire::encode(card));
        };
        // The body ends: created 8 | name 4 + 5 | avatar flag 1 | extensions 4.
        CHECK_FALSE(refused(6, 'f'));
        CHECK(refused(22, 0x7F));  // A date beyond the year 9999.
        CHECK(refused(6, 0xFF));   // Not UTF-8.
        CHECK(refused(5, 2));      // Neither present nor absent.
        CHECK(refused(1, 1));      // An extension that is not there.
    }
}

}  // namespace earshot::identity
