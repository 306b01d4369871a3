#include "core/identity/card_link.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/identity/signed.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::identity {
namespace {

LocalIdentity identity_of(std::uint64_t seed) {
    support::SeededEntropy entropy{seed};
    return LocalIdentity::generate(entropy, WallTime{std::chrono::seconds{1'700'000'000}});
}

const Endpoint office = *Endpoint::parse("10.0.0.7:47700");

ErrorKind refusal_of(std::string_view text) {
    const auto opened = open_card_link(text);
    REQUIRE_FALSE(opened);
    return opened.error().kind;
}

std::string signed_by(const LocalIdentity& signer, Bytes body) {
    Signed<CardLink> made{std::move(body), {}};
    made.signature = crypto::sign(signer.account_keys(), "earshot1 card link", made.body);
    return "earshot:" + to_base32(wire::encode(made));
}

}  // namespace

TEST_CASE("card link says who somebody is, which computer they use and where", "[card_link]") {
    const auto anna = identity_of(1);
    const auto text = make_card_link(anna, "  Anna\n", {office, *Endpoint::parse("[fe80::1%3]:1")});
    const auto card = open_card_link(text);
    REQUIRE(card);
    CHECK(card->person() == anna.person());
    CHECK(card->device_id() == anna.device());
    CHECK(card->link == anna.certificate().link);
    CHECK(card->name == "Anna");
    CHECK(card->endpoints() == std::vector{office});
    CHECK(text.size() <= 340);  // A QR code of version 9.
}

TEST_CASE("card link is read in capitals, as QR codes want them", "[card_link]") {
    auto text = make_card_link(identity_of(1), "Anna", {office});
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    REQUIRE(open_card_link(text));
    CHECK(open_card_link(text)->name == "Anna");
}

TEST_CASE("card link holds at most four places", "[card_link]") {
    std::vector<Endpoint> endpoints;
    for (std::uint16_t port = 1; port <= 9; ++port) endpoints.push_back({office.address, port});
    const auto card = open_card_link(make_card_link(identity_of(1), "Anna", endpoints));
    REQUIRE(card);
    CHECK(card->places.size() == limits::card_link_endpoints_max);
    CHECK(card->endpoints().front().port == 1);
}

TEST_CASE("A16 card link that somebody changed is refused", "[card_link]") {
    const auto anna = identity_of(1);
    const auto mallory = identity_of(2);
    const auto text = make_card_link(anna, "Anna", {office});
    const auto card = *open_card_link(text);

    SECTION("in any character") {
        for (std::size_t at = 0; at < text.size(); ++at) {
            auto other = text;
            other[at] = other[at] == 'b' ? 'c' : 'b';
            if (other != text) CHECK_FALSE(open_card_link(other));
        }
    }
    SECTION("cut short or continued") {
        for (std::size_t size = 0; size < text.size(); size += 7)
            CHECK_FALSE(open_card_link(text.substr(0, size)));
        CHECK_FALSE(open_card_link(text + "a"));
        CHECK_FALSE(open_card_link(text + "aaaaaaaa"));
    }
    SECTION("by another account, under this one's key") {
        CHECK(refusal_of(signed_by(mallory, wire::encode(card))) == ErrorKind::unauthenticated);
        auto other = card;
        other.device = mallory.certificate().device;
        CHECK(refusal_of(signed_by(mallory, wire::encode(other))) == ErrorKind::unauthenticated);
    }
    SECTION("in a way that no card may be") {
        auto body = wire::encode(card);
        SECTION("another version") { body.front() = std::byte{2}; }
        SECTION("a port that nobody has") {
            // The last of it are two bytes of port and four of no extensions.
            body[body.size() - 6] = body[body.size() - 5] = std::byte{0};
        }
        SECTION("something behind it") { body.push_back(std::byte{0}); }
        CHECK(refusal_of(signed_by(anna, body)) == ErrorKind::malformed);
    }
}

TEST_CASE("card link carries what a newer Earshot put into it", "[card_link]") {
    const auto anna = identity_of(1);
    auto card = *open_card_link(make_card_link(anna, "Anna", {}));
    card.extensions[9] = Bytes(3);
    const auto newer = open_card_link(signed_by(anna, wire::encode(card)));
    REQUIRE(newer);
    CHECK(newer->extensions.at(9) == Bytes(3));
}

TEST_CASE("card link is nothing else", "[card_link]") {
    CHECK(refusal_of("") == ErrorKind::malformed);
    CHECK(refusal_of("earshot:") == ErrorKind::malformed);
    CHECK(refusal_of("https://example.org/") == ErrorKind::malformed);
    CHECK(refusal_of("earshot:10.0.0.5") == ErrorKind::malformed);
    CHECK(refusal_of("earshot:" + std::string(100'000, 'a')) == ErrorKind::too_large);
}

}  // namespace earshot::identity
