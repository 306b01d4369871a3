#include "crypto/ratchet/session.hpp"

#include <algorithm>
#include <deque>
#include <string_view>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/crypto/low_order.hpp"

namespace earshot::crypto::ratchet {
namespace {

using Message = std::vector<std::byte>;

Message bytes(std::string_view text) {
    const auto view = std::as_bytes(std::span{text});
    return {view.begin(), view.end()};
}

constexpr std::uint64_t day = 24 * 60 * 60;

/// Two people with a session, of whom Alice began.
struct Pair {
    support::SeededEntropy entropy{7};
    SessionSecret secret{SessionSecret::generate(entropy)};
    AgreeKeyPair prekey{AgreeKeyPair::generate(entropy)};
    Message associated{bytes("alice and bob")};
    Session alice{*Session::begin(secret, associated, prekey.public_key(), entropy)};
    Session bob{Session::answer(secret, associated, prekey)};
    std::uint64_t now = 1000;

    Message send(Session& from, std::string_view text) {
        auto message = from.encrypt(bytes(text), entropy);
        REQUIRE(message);
        return *std::move(message);
    }
    std::optional<Message> read(Session& to, const Message& message) {
        return to.decrypt(message, now, entropy);
    }
    void talk(Session& from, Session& to, std::string_view text) {
        CHECK(read(to, send(from, text)) == bytes(text));
    }
};

/// All that is stored of a session, so that any change shows.
Message dump(const Session& session) {
    const auto& state = session.state();
    Message all;
    const auto add = [&all](View part) { all.insert(all.end(), part.begin(), part.end()); };
    const auto add_chain = [&](const std::optional<Chain>& chain) {
        if (!chain) return;
        add(chain->key.expose());
        all.push_back(std::byte(chain->next));
    };
    add(state.root.expose());
    add(state.own.expose_secret());
    if (state.peer) add(state.peer->bytes);
    add_chain(state.sending);
    add_chain(state.receiving);
    all.push_back(std::byte(state.previous));
    for (const auto& each : state.skipped) {
        add(each.chain.bytes);
        add(each.key.expose());
    }
    return all;
}

void put_number(Message& message, std::size_t at, std::uint32_t number) {
    for (std::size_t i = 0; i < 4; ++i) message[at + i] = std::byte(number >> (8 * (3 - i)));
}

}  // namespace

TEST_CASE("ratchet carries messages both ways, through many changes of key", "[ratchet]") {
    Pair pair;
    for (int round = 0; round < 20; ++round) {
        pair.talk(pair.alice, pair.bob, "one");
        pair.talk(pair.alice, pair.bob, "two");
        pair.talk(pair.bob, pair.alice, "three");
    }
    CHECK(pair.alice.state().skipped.empty());
    CHECK(pair.bob.state().skipped.empty());
}

TEST_CASE("ratchet answers nothing before it has heard something", "[ratchet]") {
    Pair pair;
    CHECK_FALSE(pair.bob.can_encrypt());
    CHECK_FALSE(pair.bob.encrypt(bytes("too early"), pair.entropy));
    pair.talk(pair.alice, pair.bob, "hello");
    CHECK(pair.bob.can_encrypt());
}

TEST_CASE("ratchet reads messages in any order, each once", "[ratchet]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "first");
    const auto late = pair.send(pair.alice, "late");
    const auto later = pair.send(pair.alice, "later");
    pair.talk(pair.bob, pair.alice, "a new chain");
    pair.talk(pair.alice, pair.bob, "in the new chain");
    CHECK(pair.bob.state().skipped.size() == 2);
    CHECK(pair.read(pair.bob, later) == bytes("later"));
    CHECK(pair.read(pair.bob, late) == bytes("late"));
    CHECK(pair.bob.state().skipped.empty());
    CHECK_FALSE(pair.read(pair.bob, late));
    CHECK_FALSE(pair.read(pair.bob, later));
}

TEST_CASE("ratchet changes nothing for what it cannot open", "[ratchet][A14]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "hello");
    pair.talk(pair.bob, pair.alice, "hello");
    const auto skipped = pair.send(pair.alice, "to come later");
    pair.talk(pair.alice, pair.bob, "now");
    auto message = pair.send(pair.alice, "text");
    const auto before = dump(pair.bob);

    SECTION("a flipped bit anywhere") {
        for (std::size_t at = 0; at < message.size(); ++at) {
            auto bad = message;
            bad[at] ^= std::byte{1};
            CHECK_FALSE(pair.read(pair.bob, bad));
            auto old = skipped;
            if (at < old.size()) {
                old[at] ^= std::byte{1};
                CHECK_FALSE(pair.read(pair.bob, old));
            }
        }
    }
    SECTION("any shorter message") {
        for (std::size_t size = 0; size < message.size(); ++size)
            CHECK_FALSE(pair.read(
                pair.bob, {message.begin(), message.begin() + static_cast<std::ptrdiff_t>(size)}));
    }
    SECTION("our own message, reflected") {
        const auto own = pair.send(pair.bob, "mirror");
        const auto after = dump(pair.bob);
        CHECK_FALSE(pair.read(pair.bob, own));
        CHECK(dump(pair.bob) == after);
        return;
    }
    SECTION("keys of small order") {
        for (const auto& point : test::low_order_points()) {
            std::ranges::copy(point.bytes, message.begin() + 8);
            CHECK_FALSE(pair.read(pair.bob, message));
        }
    }
    CHECK(dump(pair.bob) == before);
}

TEST_CASE("ratchet bounds what a message may make it skip", "[ratchet][A12]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "hello");
    const auto before = dump(pair.bob);
    for (const auto number : {skip_max + 2, 0x7fffffffU, 0x80000000U, 0xffffffffU}) {
        auto message = pair.send(pair.alice, "x");
        put_number(message, 44, number);
        CHECK_FALSE(pair.read(pair.bob, message));
        put_number(message, 40, number);
        CHECK_FALSE(pair.read(pair.bob, message));
    }
    CHECK(dump(pair.bob) == before);
}

TEST_CASE("ratchet waits for the missing, but not for too many and not for ever", "[ratchet]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "hello");
    std::deque<Message> lost;
    const auto lose = [&](std::uint32_t count) {
        for (std::uint32_t i = 0; i < count; ++i) lost.push_back(pair.send(pair.alice, "lost"));
        pair.talk(pair.alice, pair.bob, "found");
    };
    SECTION("a thousand at once, and not one more") {
        lose(skip_max);
        CHECK(pair.bob.state().skipped.size() == skip_max);
        CHECK(pair.read(pair.bob, lost.front()) == bytes("lost"));
        for (std::uint32_t i = 0; i <= skip_max; ++i) pair.send(pair.alice, "gone");
        CHECK_FALSE(pair.read(pair.bob, pair.send(pair.alice, "unreadable")));
    }
    SECTION("two thousand in all, the oldest go first") {
        for (int i = 0; i < 3; ++i) lose(skip_max);
        CHECK(pair.bob.state().skipped.size() == skipped_max);
        CHECK_FALSE(pair.read(pair.bob, lost.front()));
        CHECK(pair.read(pair.bob, lost.back()) == bytes("lost"));
    }
    SECTION("in five chains") {
        for (std::size_t i = 0; i <= skipped_chains_max; ++i) {
            lose(1);
            pair.talk(pair.bob, pair.alice, "next chain");
        }
        CHECK(pair.bob.state().skipped.size() == skipped_chains_max);
        CHECK_FALSE(pair.read(pair.bob, lost[0]));
        CHECK(pair.read(pair.bob, lost[1]) == bytes("lost"));
    }
    SECTION("thirty days") {
        lose(1);
        pair.now += 30 * day;
        lose(1);
        CHECK(pair.bob.state().skipped.size() == 2);
        pair.now += 1;
        pair.talk(pair.alice, pair.bob, "a day later");
        CHECK(pair.bob.state().skipped.size() == 1);
        CHECK_FALSE(pair.read(pair.bob, lost.front()));
    }
}

TEST_CASE("ratchet goes on from what was stored", "[ratchet]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "hello");
    const auto stored = [](const Session& session) {
        const auto& from = session.state();
        State state{.id = from.id,
                    .associated = from.associated,
                    .root = copy_of(from.root),
                    .own = copy_of(from.own),
                    .peer = from.peer,
                    .sending = std::nullopt,
                    .receiving = std::nullopt,
                    .previous = from.previous,
                    .skipped = {}};
        if (from.sending) state.sending = Chain{copy_of(from.sending->key), from.sending->next};
        if (from.receiving)
            state.receiving = Chain{copy_of(from.receiving->key), from.receiving->next};
        return state;
    };
    SECTION("both sides") {
        pair.alice = *Session::restore(stored(pair.alice));
        pair.bob = *Session::restore(stored(pair.bob));
        pair.talk(pair.bob, pair.alice, "again");
        pair.talk(pair.alice, pair.bob, "and again");
    }
    SECTION("a computer set back to an earlier state never uses a cipher key twice") {
        const auto first = pair.send(pair.alice, "before the snapshot was restored");
        auto earlier = stored(pair.alice);
        earlier.sending->next -= 1;
        auto restored = Session::restore(std::move(earlier));
        REQUIRE(restored);
        const auto second = pair.send(*restored, "after");
        // The same number and key of the peer's, but other randomness and so another cipher key.
        CHECK(std::ranges::equal(std::span{first}.first(header_bytes),
                                 std::span{second}.first(header_bytes)));
        CHECK_FALSE(std::ranges::equal(std::span{first}.subspan(header_bytes, 16),
                                       std::span{second}.subspan(header_bytes, 16)));
    }
    SECTION("but not from a state that no session has") {
        auto bad = stored(pair.alice);
        bad.peer.reset();
        CHECK_FALSE(Session::restore(std::move(bad)));
        auto late = stored(pair.alice);
        late.sending->next = 0x80000001;
        CHECK_FALSE(Session::restore(std::move(late)));
    }
}

TEST_CASE("ratchet sends no more than its counters hold", "[ratchet][A9]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "hello");
    const auto& from = pair.alice.state();
    State state{.id = from.id,
                .associated = from.associated,
                .root = copy_of(from.root),
                .own = copy_of(from.own),
                .peer = from.peer,
                .sending = Chain{copy_of(from.sending->key), count_max},
                .receiving = std::nullopt,
                .previous = 0,
                .skipped = {}};
    auto session = Session::restore(std::move(state));
    REQUIRE(session);
    CHECK(session->encrypt(bytes("the last"), pair.entropy));
    CHECK_FALSE(session->can_encrypt());
    CHECK_FALSE(session->encrypt(bytes("one more"), pair.entropy));
}

TEST_CASE("ratchet binds messages to the two people of the session", "[ratchet][A3]") {
    Pair pair;
    auto other = Session::answer(pair.secret, bytes("alice and mallory"), pair.prekey);
    CHECK_FALSE(pair.read(other, pair.send(pair.alice, "for Bob")));
}

TEST_CASE("keys of now do not open messages of before, nor keys of before those of later",
          "[ratchet]") {
    Pair pair;
    pair.talk(pair.alice, pair.bob, "hello");
    const auto past = pair.send(pair.alice, "past");
    CHECK(pair.read(pair.bob, past));
    // Whoever has all of Bob's state now.
    CHECK_FALSE(pair.read(pair.bob, past));

    const auto& from = pair.bob.state();
    State stolen{.id = from.id,
                 .associated = from.associated,
                 .root = copy_of(from.root),
                 .own = copy_of(from.own),
                 .peer = from.peer,
                 .sending = Chain{copy_of(from.sending->key), from.sending->next},
                 .receiving = Chain{copy_of(from.receiving->key), from.receiving->next},
                 .previous = from.previous,
                 .skipped = {}};
    auto thief = Session::restore(std::move(stolen));
    REQUIRE(thief);
    pair.talk(pair.bob, pair.alice, "one way");
    pair.talk(pair.alice, pair.bob, "and back: the thief still reads this");
    pair.talk(pair.bob, pair.alice, "under a key the thief never had");
    const auto healed = pair.send(pair.alice, "healed");
    CHECK_FALSE(pair.read(*thief, healed));
    CHECK(pair.read(pair.bob, healed) == bytes("healed"));
}

}  // namespace earshot::crypto::ratchet
