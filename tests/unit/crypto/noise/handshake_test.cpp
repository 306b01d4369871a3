#include "crypto/noise/handshake.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/crypto/noise/pair.hpp"

namespace earshot::crypto::noise {
namespace {

using test::Pair;

/// What is wrong with a handshake whose message `step` was replaced by `message`.
bool is_refused(Pair<>& pair, int step, ByteView message) {
    auto& reader = pair.reader(step);
    if (!reader.read_message(message)) return reader.is_dead();
    // A changed key is noticed only when it has been used: by our answer, or by theirs.
    if (step == 2) return false;
    const auto answer = reader.write_message({}, pair.entropy);
    if (!answer) return reader.is_dead();
    auto& other = pair.writer(step);
    return !other.read_message(*answer) && other.is_dead();
}

}  // namespace

TEMPLATE_TEST_CASE("handshake gives both sides the same session", "[noise]", Sha256, Sha512,
                   Blake2b) {
    const bool with_psk = GENERATE(false, true);
    Pair<TestType> pair{1, with_psk};
    const auto first = pair.alice.write_message(bytes_of("one"), pair.entropy);
    REQUIRE(first);
    CHECK(first->size() == 32u + (with_psk ? 16u : 0u) + 3u);
    CHECK(pair.bob.read_message(*first) == to_bytes(bytes_of("one")));
    const auto second = pair.bob.write_message(bytes_of("two"), pair.entropy);
    REQUIRE(second);
    CHECK(second->size() == 96 + 3);
    CHECK(pair.alice.read_message(*second) == to_bytes(bytes_of("two")));
    CHECK(pair.alice.remote_static() == pair.bob_key.public_key());
    CHECK_FALSE(pair.bob.remote_static());
    CHECK_FALSE(pair.alice.is_finished());
    const auto third = pair.alice.write_message(bytes_of("three"), pair.entropy);
    REQUIRE(third);
    CHECK(third->size() == 64 + 5);
    CHECK(pair.bob.read_message(*third) == to_bytes(bytes_of("three")));
    CHECK(pair.bob.remote_static() == pair.alice_key.public_key());

    auto alice = pair.alice.split();
    auto bob = pair.bob.split();
    REQUIRE((alice && bob));
    CHECK(alice->hash == bob->hash);
    CHECK(alice->remote_static == pair.bob_key.public_key());
    CHECK(bob->remote_static == pair.alice_key.public_key());
    for (int i = 0; i < 3; ++i) {
        const auto there = test::sealed_by(alice->send, bytes_of("there"));
        const auto back = test::sealed_by(bob->send, bytes_of("back"));
        CHECK(test::opened_by(bob->receive, there) == to_bytes(bytes_of("there")));
        CHECK(test::opened_by(alice->receive, back) == to_bytes(bytes_of("back")));
    }
    CHECK_FALSE(pair.alice.split());
    CHECK_FALSE(pair.bob.split());
}

TEST_CASE("handshakes of the same two people have different hashes and keys", "[noise]") {
    auto one = test::sessions(1);
    auto two = test::sessions(2);
    REQUIRE((one && two));
    CHECK(one->alice.hash != two->alice.hash);
    CHECK(test::sealed_by(one->alice.send, bytes_of("x")) !=
          test::sealed_by(two->alice.send, bytes_of("x")));
}

TEST_CASE("handshake messages with any byte changed, cut off or added are refused", "[noise]") {
    const bool with_psk = GENERATE(false, true);
    const int step = GENERATE(0, 1, 2);
    const auto size = Pair<>{3, with_psk}.message(step, bytes_of("payload"))->size();
    for (std::size_t i = 0; i < size; ++i) {
        Pair<> changed{3, with_psk};
        auto message = *changed.message(step, bytes_of("payload"));
        message[i] ^= std::byte{0x10};
        CHECK(is_refused(changed, step, message));

        Pair<> cut{3, with_psk};
        message = *cut.message(step, bytes_of("payload"));
        CHECK(is_refused(cut, step, ByteView{message}.first(i)));
    }
    Pair<> longer{3, with_psk};
    auto message = *longer.message(step, bytes_of("payload"));
    message.push_back(std::byte{0});
    CHECK(is_refused(longer, step, message));
}

TEST_CASE("a replayed handshake message is refused by a new handshake", "[noise][attack]") {
    const int step = GENERATE(1, 2);
    Pair<> recorded{4};
    const auto old = *recorded.message(step);
    // The same people and keys, with other ephemeral keys.
    Pair<> pair{4};
    Bytes noise(1000);
    pair.entropy.fill(noise);
    REQUIRE(pair.message(step));
    CHECK_FALSE(pair.reader(step).read_message(old));
    CHECK(pair.reader(step).is_dead());
}

TEST_CASE("a replayed first message gives the replayer nothing to go on with", "[noise][attack]") {
    Pair<> recorded{5};
    const auto first = *recorded.message(0);
    REQUIRE(recorded.bob.read_message(first));
    const auto second = *recorded.bob.write_message({}, recorded.entropy);
    REQUIRE(recorded.alice.read_message(second));
    const auto third = *recorded.alice.write_message({}, recorded.entropy);

    Handshake<Sha256> again{Role::responder, recorded.bob_key, bytes_of("prologue")};
    REQUIRE(again.read_message(first));
    REQUIRE(again.write_message({}, recorded.entropy));
    CHECK_FALSE(again.read_message(third));
}

TEST_CASE("handshake with another prologue fails", "[noise][attack]") {
    Pair<> pair{6};
    Handshake<Sha256> bob{Role::responder, pair.bob_key, bytes_of("prologue changed on the way")};
    REQUIRE(bob.read_message(*pair.message(0)));
    CHECK_FALSE(pair.alice.read_message(*bob.write_message({}, pair.entropy)));
}

TEST_CASE("who does not hold the psk gets no answer to the first message", "[noise][attack]") {
    Pair<> pair{7, true};
    SECTION("with another psk") {
        const auto other = Psk::generate(pair.entropy);
        Handshake<Sha256> stranger{Role::initiator, pair.alice_key, bytes_of("prologue"), &other};
        CHECK_FALSE(pair.bob.read_message(*stranger.write_message({}, pair.entropy)));
    }
    SECTION("with none") {
        Handshake<Sha256> stranger{Role::initiator, pair.alice_key, bytes_of("prologue")};
        CHECK_FALSE(pair.bob.read_message(*stranger.write_message({}, pair.entropy)));
        Handshake<Sha256> padded{Role::initiator, pair.alice_key, bytes_of("prologue")};
        CHECK_FALSE(pair.bob.read_message(
            *padded.write_message(bytes_of("sixteen byte tag"), pair.entropy)));
    }
    CHECK(pair.bob.is_dead());
    CHECK_FALSE(pair.bob.write_message({}, pair.entropy));
}

TEST_CASE("handshake out of turn is refused and dead", "[noise]") {
    Pair<> pair{9};
    const int which = GENERATE(0, 1, 2);
    if (which == 0) CHECK_FALSE(pair.bob.write_message({}, pair.entropy));
    if (which == 1) CHECK_FALSE(pair.alice.read_message(Bytes(32)));
    if (which == 2) {
        const auto last = pair.message(2);
        REQUIRE(pair.bob.read_message(*last));
        REQUIRE(pair.bob.is_finished());
        CHECK_FALSE(pair.bob.read_message(*last));
        CHECK_FALSE(pair.bob.split());
    }
    CHECK((pair.bob.is_dead() || pair.alice.is_dead()));
}

TEST_CASE("a dead handshake stays dead and names nobody", "[noise]") {
    Pair<> good{10};
    Pair<> pair{10};
    const auto first = *pair.message(0);
    REQUIRE(pair.bob.read_message(first));
    const auto second = *pair.bob.write_message(bytes_of("payload"), pair.entropy);
    auto damaged = second;
    damaged.back() ^= std::byte{1};  // After the static key has been read.
    CHECK_FALSE(pair.alice.read_message(damaged));
    CHECK_FALSE(pair.alice.remote_static());
    CHECK_FALSE(pair.alice.read_message(second));
    CHECK_FALSE(pair.alice.write_message({}, pair.entropy));
    CHECK_FALSE(pair.alice.split());
    CHECK_FALSE(pair.alice.is_finished());
}

TEST_CASE("handshake messages are at most 65535 bytes", "[noise]") {
    const int step = GENERATE(0, 1, 2);
    const std::array<std::size_t, 3> overhead{32, 96, 64};
    const auto largest = message_bytes_max - overhead[static_cast<std::size_t>(step)];
    Pair<> fits{11};
    const auto message = fits.message(step, Bytes(largest, std::byte{1}));
    REQUIRE(message);
    CHECK(message->size() == message_bytes_max);
    CHECK(fits.reader(step).read_message(*message) == Bytes(largest, std::byte{1}));
    Pair<> too_long{11};
    CHECK_FALSE(too_long.message(step, Bytes(largest + 1)));
    CHECK(too_long.writer(step).is_dead());
    Pair<> too_long_read{11};
    REQUIRE(too_long_read.message(step));
    CHECK_FALSE(too_long_read.reader(step).read_message(Bytes(message_bytes_max + 1)));
}

}  // namespace earshot::crypto::noise
