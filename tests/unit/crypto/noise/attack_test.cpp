#include <vector>

#include "core/base/bytes.hpp"
#include "crypto/noise/handshake.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/crypto/low_order.hpp"
#include "tests/unit/crypto/noise/liar.hpp"
#include "tests/unit/crypto/noise/pair.hpp"

namespace earshot::crypto::noise {
namespace {

using test::Claim;
using test::Liar;
using test::Pair;

enum class Lie { none, ephemeral, fixed };

/// A liar dials Bob. True if Bob takes every message.
bool bob_is_convinced(Pair<>& pair, Liar& liar) {
    if (!pair.bob.read_message(liar.first())) return false;
    const auto second = pair.bob.write_message({}, pair.entropy);
    if (!second) return false;
    liar.hear_second(*second);
    return pair.bob.read_message(liar.third()).has_value();
}

/// A liar answers Alice. True if Alice takes the answer.
bool alice_is_convinced(Pair<>& pair, Liar& liar) {
    liar.hear_first(*pair.alice.write_message({}, pair.entropy));
    return pair.alice.read_message(liar.second()).has_value();
}

Claim claim(const AgreePublicKey& key, std::span<const std::byte, 32> agreement) {
    Claim made{key};
    std::ranges::copy(agreement, made.agreement.begin());
    return made;
}

/// Every agreement that somebody can compute who has the victim's static key and his own ephemeral.
std::vector<Claim> impersonations(const AgreeKeyPair& victim, const AgreePublicKey& target,
                                  const Liar& thief) {
    std::vector<Claim> claims{Claim{target}};
    for (const AgreeKeyPair* own : {&victim, &thief.ephemeral()}) {
        for (const AgreePublicKey& other :
             {target, thief.remote_ephemeral(), victim.public_key()}) {
            claims.push_back(claim(target, agree(*own, other)->expose()));
        }
    }
    return claims;
}

}  // namespace

TEST_CASE("low-order keys of the initiator are refused wherever they stand", "[noise][attack]") {
    const bool with_psk = GENERATE(false, true);
    const Lie lie = GENERATE(Lie::none, Lie::ephemeral, Lie::fixed);
    for (const auto& point : crypto::test::low_order_points()) {
        INFO(to_hex(point.bytes));
        Pair<> pair{1, with_psk};
        Liar liar{pair, with_psk ? &pair.psk : nullptr};
        if (lie == Lie::ephemeral) liar.claimed_ephemeral = Claim{point};
        if (lie == Lie::fixed) liar.claimed_static = Claim{point};
        CHECK(bob_is_convinced(pair, liar) == (lie == Lie::none));
        CHECK(pair.bob.is_dead() == (lie != Lie::none));
    }
}

TEST_CASE("low-order keys of the responder are refused wherever they stand", "[noise][attack]") {
    const bool with_psk = GENERATE(false, true);
    const Lie lie = GENERATE(Lie::none, Lie::ephemeral, Lie::fixed);
    for (const auto& point : crypto::test::low_order_points()) {
        INFO(to_hex(point.bytes));
        Pair<> pair{2, with_psk};
        Liar liar{pair, with_psk ? &pair.psk : nullptr};
        if (lie == Lie::ephemeral) liar.claimed_ephemeral = Claim{point};
        if (lie == Lie::fixed) liar.claimed_static = Claim{point};
        CHECK(alice_is_convinced(pair, liar) == (lie == Lie::none));
        CHECK(pair.alice.is_dead() == (lie != Lie::none));
    }
}

TEST_CASE("whoever stole Bob's key cannot dial Bob as Alice", "[noise][attack]") {
    // Key compromise impersonation, which hand-made handshakes such as Tox's allow.
    const bool with_psk = GENERATE(false, true);
    for (std::size_t guess = 0; guess < 7; ++guess) {
        Pair<> pair{3, with_psk};
        Liar thief{pair, with_psk ? &pair.psk : nullptr};
        REQUIRE(pair.bob.read_message(thief.first()));
        thief.hear_second(*pair.bob.write_message({}, pair.entropy));
        thief.claimed_static =
            impersonations(pair.bob_key, pair.alice_key.public_key(), thief).at(guess);
        CHECK_FALSE(pair.bob.read_message(thief.third()));
        CHECK_FALSE(pair.bob.remote_static());
    }
}

TEST_CASE("whoever stole Alice's key cannot answer Alice as Bob", "[noise][attack]") {
    const bool with_psk = GENERATE(false, true);
    for (std::size_t guess = 0; guess < 7; ++guess) {
        Pair<> pair{4, with_psk};
        Liar thief{pair, with_psk ? &pair.psk : nullptr};
        thief.hear_first(*pair.alice.write_message({}, pair.entropy));
        thief.claimed_static =
            impersonations(pair.alice_key, pair.bob_key.public_key(), thief).at(guess);
        CHECK_FALSE(pair.alice.read_message(thief.second()));
        CHECK_FALSE(pair.alice.remote_static());
    }
}

TEST_CASE("an initiator that hears its own messages sent back does not finish", "[noise][attack]") {
    Pair<> pair{5};
    const auto first = *pair.alice.write_message({}, pair.entropy);
    CHECK_FALSE(pair.alice.read_message(first));
    CHECK(pair.alice.is_dead());
}

}  // namespace earshot::crypto::noise
