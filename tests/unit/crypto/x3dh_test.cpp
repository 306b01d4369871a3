#include "crypto/x3dh.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/crypto/low_order.hpp"

namespace earshot::crypto {
namespace {

struct Meeting {
    support::SeededEntropy entropy{3};
    AgreeKeyPair alice{AgreeKeyPair::generate(entropy)};
    AgreeKeyPair ephemeral{AgreeKeyPair::generate(entropy)};
    AgreeKeyPair bob{AgreeKeyPair::generate(entropy)};
    AgreeKeyPair signed_prekey{AgreeKeyPair::generate(entropy)};
    AgreeKeyPair one_time{AgreeKeyPair::generate(entropy)};

    Prekeys published(bool with_one_time) const {
        Prekeys prekeys{bob.public_key(), signed_prekey.public_key(), std::nullopt};
        if (with_one_time) prekeys.one_time = one_time.public_key();
        return prekeys;
    }
};

bool same(const std::optional<SessionSecret>& left, const std::optional<SessionSecret>& right) {
    return left && right && std::ranges::equal(left->expose(), right->expose());
}

}  // namespace

TEST_CASE("x3dh gives both the same secret, with a one-time prekey and without", "[x3dh]") {
    const Meeting meeting;
    const bool with_one_time = GENERATE(false, true);
    const auto alices =
        x3dh_initiate(meeting.alice, meeting.ephemeral, meeting.published(with_one_time));
    const auto bobs = x3dh_respond({.identity = meeting.bob,
                                    .signed_prekey = meeting.signed_prekey,
                                    .one_time = with_one_time ? &meeting.one_time : nullptr},
                                   meeting.alice.public_key(), meeting.ephemeral.public_key());
    REQUIRE(same(alices, bobs));
    CHECK(session_id(*alices) == session_id(*bobs));
}

TEST_CASE("x3dh gives another secret for any other key", "[x3dh][A29]") {
    const Meeting meeting;
    const auto secret = x3dh_initiate(meeting.alice, meeting.ephemeral, meeting.published(true));
    // Whoever has all keys of Alice that last still needs the one that lived for a moment.
    CHECK_FALSE(
        same(secret, x3dh_initiate(meeting.alice, meeting.one_time, meeting.published(true))));
    CHECK_FALSE(
        same(secret, x3dh_initiate(meeting.bob, meeting.ephemeral, meeting.published(true))));
    CHECK_FALSE(
        same(secret, x3dh_initiate(meeting.alice, meeting.ephemeral, meeting.published(false))));
}

TEST_CASE("x3dh refuses keys of small order in every place", "[x3dh][A4]") {
    const Meeting meeting;
    const OwnPrekeys own{.identity = meeting.bob,
                         .signed_prekey = meeting.signed_prekey,
                         .one_time = &meeting.one_time};
    for (const auto& point : test::low_order_points()) {
        auto bad = meeting.published(true);
        bad.identity = point;
        CHECK_FALSE(x3dh_initiate(meeting.alice, meeting.ephemeral, bad));
        bad = meeting.published(true);
        bad.signed_prekey = point;
        CHECK_FALSE(x3dh_initiate(meeting.alice, meeting.ephemeral, bad));
        bad = meeting.published(true);
        bad.one_time = point;
        CHECK_FALSE(x3dh_initiate(meeting.alice, meeting.ephemeral, bad));
        CHECK_FALSE(x3dh_respond(own, point, meeting.ephemeral.public_key()));
        CHECK_FALSE(x3dh_respond(own, meeting.alice.public_key(), point));
    }
}

}  // namespace earshot::crypto
