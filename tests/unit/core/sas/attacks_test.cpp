#include <algorithm>
#include <set>

#include "tests/unit/core/sas/two_people.hpp"

namespace earshot::sas {

using namespace std::chrono_literals;

namespace {

constexpr crypto::SasNonce nonce_a{std::byte{0xA0}};
constexpr crypto::SasNonce nonce_b{std::byte{0xB0}};
constexpr crypto::Digest some_channel{std::byte{0xCC}};

std::uint32_t code_of(const crypto::SasParties& parties) {
    return crypto::sas_code(nonce_a, nonce_b, parties, some_channel);
}

}  // namespace

TEST_CASE("A25 code takes no identifier for a key, nor one role for the other", "[sas]") {
    crypto::SasParties honest;
    honest.account_a.bytes.fill(std::byte{1});
    honest.account_b.bytes.fill(std::byte{2});
    honest.device_a.fill(std::byte{3});
    honest.device_b.fill(std::byte{4});
    std::set<std::uint32_t> codes{code_of(honest)};

    SECTION("a device id that is the beginning of the other account key") {
        auto forged = honest;
        std::copy_n(honest.account_b.bytes.begin(), 16, forged.device_a.begin());
        codes.insert(code_of(forged));
        forged.device_b = forged.device_a;
        codes.insert(code_of(forged));
        CHECK(codes.size() == 3);
    }
    SECTION("the same bytes, shifted from the keys into the identifiers") {
        // Both concatenations are equal but for the place where the fields begin.
        auto forged = honest;
        std::fill_n(forged.account_b.bytes.begin() + 16, 16, std::byte{3});
        forged.device_a.fill(std::byte{4});
        forged.device_b.fill(std::byte{2});
        codes.insert(code_of(forged));
        CHECK(codes.size() == 2);
    }
    SECTION("roles that were swapped") {
        auto swapped = honest;
        std::swap(swapped.account_a, swapped.account_b);
        codes.insert(code_of(swapped));
        std::swap(swapped.device_a, swapped.device_b);
        codes.insert(code_of(swapped));
        CHECK(codes.size() == 3);
    }
    SECTION("another link between the same two") {
        codes.insert(crypto::sas_code(nonce_a, nonce_b, honest, {}));
        CHECK(codes.size() == 2);
    }
}

TEST_CASE("A25 computers that take different keys for each other's show different codes", "[sas]") {
    TwoPeople pair;
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    // Whoever stands between them shows Bob another account key, with Anna's device.
    auto mallory = pair.seen(pair.anna);
    mallory.account.bytes.fill(std::byte{0xEE});
    Effects effects;
    CHECK(pair.bob.comparisons.on_frame(mallory, commit_frame,
                                        to_bytes(crypto::sas_commitment(nonce_a,
                                                                        {
                                                                            mallory.account,
                                                                            pair.bob.account,
                                                                            mallory.device.bytes,
                                                                            pair.bob.device.bytes,
                                                                        },
                                                                        pair.channel)),
                                        pair.now, effects));
    REQUIRE(pair.bob.comparisons.start(mallory, pair.now, effects));
    REQUIRE(effects.frames.back().type == nonce_frame);
    // Mallory passes Bob's nonce on, and reveals their own to Bob.
    CHECK(pair.deliver(pair.anna, pair.bob, effects.frames.back()));
    CHECK(
        pair.bob.comparisons.on_frame(mallory, reveal_frame, to_bytes(nonce_a), pair.now, effects));
    CHECK(pair.of(pair.anna, pair.bob).stage == Stage::comparing);
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::comparing);
    CHECK(pair.of(pair.anna, pair.bob).code != pair.of(pair.bob, pair.anna).code);
}

TEST_CASE("comparing finds out a computer that chooses its nonce when it knows the other",
          "[sas]") {
    TwoPeople pair;
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    REQUIRE(pair.start(pair.bob, pair.anna));
    pair.deliver(pair.anna, pair.bob, pair.bob.out.front());
    pair.bob.out.clear();
    auto reveal = pair.anna.out.front();
    REQUIRE(reveal.type == reveal_frame);
    pair.anna.out.clear();
    reveal.body[31] ^= std::byte{1};
    CHECK(pair.deliver(pair.bob, pair.anna, reveal));
    CHECK(pair.of(pair.bob, pair.anna).failure == Failure::cheated);
    CHECK(pair.of(pair.bob, pair.anna).code.empty());
    pair.settle();
    CHECK(pair.of(pair.anna, pair.bob).failure == Failure::different);
}

TEST_CASE("comparing reveals one nonce for one commitment, however often it is asked", "[sas]") {
    TwoPeople pair;
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    const SendFrame nonce{link_number, nonce_frame, to_bytes(nonce_b)};
    CHECK(pair.deliver(pair.anna, pair.bob, nonce));
    REQUIRE(pair.anna.out.size() == 1);
    const auto code = pair.of(pair.anna, pair.bob).code;
    const SendFrame other{link_number, nonce_frame, to_bytes(nonce_a)};
    CHECK(pair.deliver(pair.anna, pair.bob, other));
    CHECK(pair.anna.out.size() == 1);
    CHECK(pair.of(pair.anna, pair.bob).code == code);
}

TEST_CASE("comparing begins for nobody by frames alone", "[sas]") {
    TwoPeople pair;
    CHECK(pair.deliver(pair.bob, pair.anna, {link_number, nonce_frame, to_bytes(nonce_b)}));
    CHECK(pair.deliver(pair.bob, pair.anna, {link_number, reveal_frame, to_bytes(nonce_b)}));
    CHECK(pair.deliver(pair.bob, pair.anna, {link_number, verdict_frame, Bytes(1, std::byte{2})}));
    CHECK(pair.bob.out.empty());
    CHECK(pair.bob.comparisons.find(pair.anna.person) == nullptr);

    CHECK(pair.deliver(pair.bob, pair.anna, {link_number, commit_frame, to_bytes(nonce_b)}));
    CHECK(pair.deliver(pair.bob, pair.anna, {link_number, reveal_frame, to_bytes(nonce_b)}));
    CHECK(pair.bob.out.empty());
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::asked);
    CHECK(pair.of(pair.bob, pair.anna).code.empty());
}

TEST_CASE("comparing ends a link whose frames have another size or say nothing known", "[sas]") {
    TwoPeople pair;
    for (const std::size_t size : {0u, 31u, 33u})
        for (const auto type : {commit_frame, nonce_frame, reveal_frame})
            CHECK_FALSE(pair.deliver(pair.bob, pair.anna, {link_number, type, Bytes(size)}));
    CHECK_FALSE(pair.deliver(pair.bob, pair.anna, {link_number, verdict_frame, Bytes{}}));
    REQUIRE(pair.start(pair.anna, pair.bob));
    pair.settle();
    CHECK_FALSE(
        pair.deliver(pair.bob, pair.anna, {link_number, verdict_frame, Bytes(1, std::byte{3})}));
}

TEST_CASE("comparing keeps room for people who were chosen, however many strangers begin",
          "[sas]") {
    TwoPeople pair;
    Effects effects;
    for (std::size_t i = 0; i < 2 * limits::sas_people_max; ++i) {
        auto stranger = pair.seen(pair.anna);
        stranger.person.bytes[0] = static_cast<std::byte>(i);
        stranger.is_contact = false;
        CHECK(pair.bob.comparisons.on_frame(stranger, commit_frame, Bytes(32), pair.now, effects));
    }
    CHECK(effects.changed.empty());
    CHECK(pair.deliver(pair.bob, pair.anna, {link_number, commit_frame, to_bytes(nonce_b)}));
    CHECK(pair.of(pair.bob, pair.anna).stage == Stage::asked);
    REQUIRE(pair.start(pair.bob, pair.anna));
}

}  // namespace earshot::sas
