#include "core/identity/card.hpp"

#include <string>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::identity {
namespace {

constexpr WallTime some_day{Duration{1'700'000'000'000}};

LocalIdentity somebody(std::uint64_t seed) {
    support::SeededEntropy entropy{seed};
    return LocalIdentity::generate(entropy, some_day);
}

/// A card made by hand, so that it can break the rules.
Bytes signed_card(const crypto::SignKeyPair& device, const CardBody& body) {
    Signed<CardBody> card{wire::encode(body), {}};
    card.signature = crypto::sign(device, "earshot1 card", card.body);
    return wire::encode(card);
}

CardBody body_of(const LocalIdentity& identity) {
    return {.certificate = identity.signed_certificate(),
            .device_list = identity.signed_device_list(),
            .seq = 1,
            .created = some_day,
            .name = "Alice",
            .avatar = std::nullopt,
            .extensions = {}};
}

ErrorKind refusal(ByteView card) {
    const auto opened = open_card(card);
    REQUIRE_FALSE(opened);
    return opened.error().kind;
}

}  // namespace

TEST_CASE("card tells who somebody is and what they are called", "[card]") {
    const auto alice = somebody(1);
    const AvatarHash avatar{std::byte{5}};
    const auto made = make_card(
        alice, {.seq = 7, .created = some_day, .name = "  Alice\n  Ampère ", .avatar = avatar});
    const auto card = open_card(made);
    REQUIRE(card);
    CHECK(card->person == alice.person());
    CHECK(card->device == alice.device());
    CHECK(card->certificate == alice.certificate());
    CHECK(card->name == "Alice Ampère");
    CHECK(card->body.seq == 7);
    CHECK(card->body.created == some_day);
    CHECK(card->body.avatar == avatar);
    CHECK(card->hash == card_hash(made));
}

TEST_CASE("card stays within its bound with everything in it", "[card]") {
    const auto alice = somebody(1);
    const auto made = make_card(alice, {.seq = 1,
                                        .created = WallTime::max(),
                                        .name = std::string(1000, 'x'),
                                        .avatar = AvatarHash{}});
    CHECK(made.size() == 615);
    CHECK(made.size() <= limits::card_bytes_max);
    const auto card = open_card(made);
    REQUIRE(card);
    CHECK(card->name == std::string(limits::display_name_bytes_max, 'x'));
}

TEST_CASE("card without a name that can be shown shows the start of the id", "[card]") {
    const auto alice = somebody(1);
    auto body = body_of(alice);
    body.name = "\xE2\x80\xAE \xE2\x80\x8B";  // A direction override and a space of no width.
    const auto card = open_card(signed_card(alice.device_keys(), body));
    REQUIRE(card);
    CHECK(card->name == alice.person().short_text());
    CHECK(card->body.name == body.name);
}

TEST_CASE("card keeps what a newer version added to it", "[card]") {
    const auto alice = somebody(1);
    auto body = body_of(alice);
    body.extensions[1] = to_bytes(bytes_of("a sealing key"));
    const auto card = open_card(signed_card(alice.device_keys(), body));
    REQUIRE(card);
    CHECK(card->body == body);
}

TEST_CASE("card is refused", "[card]") {
    const auto alice = somebody(1);
    const auto mallory = somebody(2);
    auto body = body_of(alice);

    SECTION("with any byte changed") {
        const auto made = signed_card(alice.device_keys(), body);
        for (std::size_t i = 0; i < made.size(); ++i) {
            auto changed = made;
            changed[i] ^= std::byte{1};
            CHECK_FALSE(open_card(changed));
        }
    }
    SECTION("signed by another device or by the account") {
        CHECK(refusal(signed_card(mallory.device_keys(), body)) == ErrorKind::unauthenticated);
        CHECK(refusal(signed_card(alice.account_keys(), body)) == ErrorKind::unauthenticated);
    }
    SECTION("with the device list of somebody else") {
        body.device_list = mallory.signed_device_list();
        CHECK(refusal(signed_card(alice.device_keys(), body)) == ErrorKind::unauthenticated);
    }
    SECTION("of a device that its account's list does not name") {
        body.device_list =
            sign_device_list(alice.account_keys(), {.account = alice.certificate().account,
                                                    .list_version = 2,
                                                    .devices = {mallory.certificate().device},
                                                    .extensions = {}});
        CHECK(refusal(signed_card(alice.device_keys(), body)) == ErrorKind::unauthenticated);
    }
    SECTION("above its bound, however correct") {
        body.extensions[1] = Bytes(limits::card_bytes_max);
        CHECK(refusal(signed_card(alice.device_keys(), body)) == ErrorKind::too_large);
    }
    SECTION("with a name above its bound") {
        body.name = std::string(limits::display_name_bytes_max + 1, 'x');
        Bytes encoded;  // The encoder refuses to make one, so the name grows in the bytes.
        body.name.pop_back();
        encoded = wire::encode(body);
        const auto name = bytes_of("xxxx");
        auto at = std::search(encoded.begin(), encoded.end(), name.begin(), name.end());
        at = encoded.insert(at, std::byte{'x'});
        *(at - 1) = static_cast<std::byte>(limits::display_name_bytes_max + 1);
        Signed<CardBody> card{encoded, crypto::sign(alice.device_keys(), "earshot1 card", encoded)};
        CHECK(refusal(wire::encode(card)) == ErrorKind::malformed);
    }
}

}  // namespace earshot::identity
