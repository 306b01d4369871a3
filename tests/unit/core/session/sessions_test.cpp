#include "core/session/sessions.hpp"

#include "core/base/limits.hpp"
#include "core/session/sealed_message.hpp"
#include "core/wire/archive.hpp"
#include "tests/unit/core/session/two_sides.hpp"

namespace earshot::session {
namespace {

using namespace std::chrono_literals;

bool begins(ByteView sealed) { return decode_sealed(sealed)->first.has_value(); }

}  // namespace

TEST_CASE("nothing is sealed for whom we have no key of", "[session]") {
    TwoSides f;
    CHECK_FALSE(f.alice.try_seal(f.bob, "too early"));
    f.bob.give_keys(f.alice);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "now")) == "now");
}

TEST_CASE("sessions repeat what they sealed byte for byte, also after a restart", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto repeated = [&](ByteView recipe) {
        const auto bytes =
            f.alice.sessions->repeat(f.bob.device(), recipe, Side::kind, bytes_of("message"));
        REQUIRE(bytes);
        return *bytes;
    };
    const auto first = f.alice.seal(f.bob, "message");
    const auto recipe = f.alice.recipe;
    f.alice.seal(f.bob, "another");
    CHECK(repeated(recipe) == first);
    f.alice.commit();
    f.alice.crash();
    CHECK(repeated(recipe) == first);
    CHECK(f.bob.open(f.alice, *repeated(recipe)) == "message");

    SECTION("also with keys that were given up for what comes next") {
        REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(first)));
        CHECK(repeated(recipe) == first);
    }
    SECTION("not with keys that are gone") {
        REQUIRE(f.alice.sessions->forget(f.bob.device()));
        CHECK_FALSE(repeated(recipe));
    }
    SECTION("not of what was sealed by another version") { CHECK_FALSE(repeated(first)); }
}

TEST_CASE("messages open at their recipient, once, in any order", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto one = f.alice.seal(f.bob, "one");
    const auto two = f.alice.seal(f.bob, "two");
    const auto three = f.alice.seal(f.bob, "three");
    CHECK(f.bob.open(f.alice, three) == "three");
    CHECK(f.bob.open(f.alice, one) == "one");
    CHECK(f.bob.open(f.alice, two) == "two");
    for (const auto& again : {one, two, three}) CHECK(f.bob.open(f.alice, again).empty());
    CHECK(f.alice.open(f.bob, f.bob.seal(f.alice, "answer")) == "answer");
}

TEST_CASE("what begins a session goes along until the other side is known to have it",
          "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto first = f.alice.seal(f.bob, "one");
    CHECK(begins(first));
    CHECK(begins(f.alice.seal(f.bob, "two")));

    SECTION("by an answer") {
        f.bob.open(f.alice, first);
        f.alice.open(f.bob, f.bob.seal(f.alice, "answer"));
    }
    SECTION("by an acknowledgement on a link") {
        REQUIRE(f.alice.sessions->on_opened(f.bob.device(), f.alice.sessions->tag_of(first)));
    }
    CHECK_FALSE(begins(f.alice.seal(f.bob, "three")));
}

TEST_CASE("sessions live on over restarts of both sides", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto late = f.alice.seal(f.bob, "late");
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "one")) == "one");
    for (auto* side : {&f.alice, &f.bob}) {
        side->commit();
        side->crash();
    }
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "two")) == "two");
    CHECK(f.bob.open(f.alice, late) == "late");
    CHECK(f.alice.open(f.bob, f.bob.seal(f.alice, "three")) == "three");
}

TEST_CASE("a one-time key serves one session, is then gone, and is replaced", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto first = f.alice.seal(f.bob, "one");
    const auto used = decode_sealed(first)->first->one_time;
    REQUIRE(used != 0);
    CHECK(f.bob.sessions->own_prekeys().find_one_time(used, f.alice.device()));
    // For nobody else.
    CHECK_FALSE(f.bob.sessions->own_prekeys().find_one_time(used, f.bob.device()));
    f.bob.open(f.alice, first);
    CHECK_FALSE(f.bob.sessions->own_prekeys().find_one_time(used, f.alice.device()));
    CHECK(f.bob.sessions->take_used() == std::set{f.alice.device()});
    CHECK(f.bob.sessions->take_used().empty());

    // It offers two again, neither of them that one.
    const auto frame = f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now);
    const auto offered = wire::decode<PrekeysFrame>(*frame);
    REQUIRE(offered);
    CHECK(offered->one_time.size() == limits::one_time_keys_reserved);
    for (const auto& key : offered->one_time) CHECK(key.id != used);
}

TEST_CASE("a key that was used is not used again when it is offered once more", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto used = decode_sealed(f.alice.seal(f.bob, "one"))->first->one_time;
    f.bob.give_keys(f.alice);  // The message has not come: Bob still offers it.
    REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(),
                                            f.alice.sessions->tag_of(f.alice.seal(f.bob, "two"))));
    f.bob.give_keys(f.alice);
    const auto next = decode_sealed(f.alice.seal(f.bob, "three"))->first->one_time;
    CHECK(next != 0);
    CHECK(next != used);
}

TEST_CASE("when one-time keys run out the signed prekey serves alone", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto frame = *f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now);
    auto without = *wire::decode<PrekeysFrame>(frame);
    without.one_time.clear();
    REQUIRE(*f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(without),
                                          f.alice.now));
    const auto sealed = f.alice.seal(f.bob, "from the card alone");
    CHECK(decode_sealed(sealed)->first->one_time == 0);
    CHECK(f.bob.open(f.alice, sealed) == "from the card alone");
}

TEST_CASE("a carried message says itself who wrote it, also in its session", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    for (const auto* text : {"first", "second"}) {
        const auto sealed = f.alice.seal(f.bob, text);
        const auto author = f.bob.sessions->author_of(sealed);
        REQUIRE(author);
        CHECK(*author == f.alice.device());
        const auto opened = f.bob.sessions->open_carried(f.alice.device(), sealed, f.bob.now);
        REQUIRE(opened);
        REQUIRE(*opened);
        CHECK(text_of((*opened)->payload) == text);
    }
    const auto nobody = f.bob.sessions->author_of(bytes_of("no sealed message"));
    REQUIRE(nobody);
    CHECK_FALSE(*nobody);
}

TEST_CASE("whoever could not open something is written to in a new session, not in another old one",
          "[session]") {
    TwoSides f;
    f.alice.give_keys(f.bob);
    f.bob.give_keys(f.alice);
    const auto from_alice = f.alice.seal(f.bob, "hello");
    const auto from_bob = f.bob.seal(f.alice, "hi");
    CHECK(f.bob.open(f.alice, from_alice) == "hello");
    CHECK(f.alice.open(f.bob, from_bob) == "hi");
    f.alice.commit();
    CHECK(f.alice.stores.sessions.sessions_of(f.bob.device())->size() == 2);

    must(f.bob.sessions->forget(f.alice.device()));
    const auto lost = f.alice.seal(f.bob, "lost");
    CHECK(f.bob.open(f.alice, lost).empty());
    must(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(lost)));
    CHECK_FALSE(f.alice.try_seal(f.bob, "nor in the other one"));
    f.bob.give_keys(f.alice);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "anew")) == "anew");
    // A late word about what is given up already changes nothing.
    must(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(lost)));
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "still")) == "still");
}

TEST_CASE("a card is used as long as its owner holds the keys in it", "[session]") {
    TwoSides f;
    const auto usable = [&] {
        const auto card = f.alice.sessions->usable_card_of(f.bob.device(), f.alice.now.wall);
        REQUIRE(card);
        return card->has_value();
    };
    CHECK_FALSE(usable());
    f.bob.give_keys(f.alice);
    CHECK(usable());
    f.alice.pass(limits::prekey_usable - std::chrono::hours{1});
    CHECK(usable());
    f.alice.pass(std::chrono::hours{2});
    CHECK_FALSE(usable());
    CHECK(*f.alice.sessions->card_of(f.bob.device()));
    f.bob.give_keys(f.alice);
    CHECK(usable());
    // Of a newer prekey no card came.
    f.bob.pass(limits::prekey_rotation + limits::prekey_rotation_spread);
    f.bob.give_keys(f.alice, false);
    CHECK_FALSE(usable());
}

TEST_CASE("A15 who begin at the same time come to use one session", "[session]") {
    TwoSides f;
    f.alice.give_keys(f.bob);
    f.bob.give_keys(f.alice);
    const auto from_alice = f.alice.seal(f.bob, "hello");
    const auto from_bob = f.bob.seal(f.alice, "hi");
    CHECK(session_of(from_alice) != session_of(from_bob));
    CHECK(f.bob.open(f.alice, from_alice) == "hello");
    CHECK(f.alice.open(f.bob, from_bob) == "hi");

    for (int round = 0; round < 2; ++round) {
        CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "a")) == "a");
        CHECK(f.alice.open(f.bob, f.bob.seal(f.alice, "b")) == "b");
    }
    CHECK(session_of(f.alice.seal(f.bob, "x")) == session_of(f.bob.seal(f.alice, "y")));
}

TEST_CASE("A15 a lost first message does not keep the second from beginning the session",
          "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.alice.seal(f.bob, "lost");
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "arrived")) == "arrived");
}

TEST_CASE("a prekey that its owner still gives out is used, however old it seems", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.alice.pass(limits::prekey_usable + std::chrono::hours{1});  // Only her clock went on.
    CHECK_FALSE(f.alice.try_seal(f.bob, "too old"));
    f.bob.give_keys(f.alice);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "still there")) == "still there");
}

TEST_CASE("who lost everything is written to under a new session after new keys", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.bob.open(f.alice, f.alice.seal(f.bob, "before"));
    REQUIRE(f.bob.sessions->forget(f.alice.device()));
    REQUIRE(f.alice.sessions->on_opened(f.bob.device(),
                                        f.alice.sessions->tag_of(f.alice.seal(f.bob, "x"))));

    const auto sealed = f.alice.seal(f.bob, "lost");
    CHECK(f.bob.open(f.alice, sealed).empty());
    REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(sealed)));
    CHECK_FALSE(f.alice.try_seal(f.bob, "not yet"));
    f.bob.give_keys(f.alice);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "again")) == "again");
}

TEST_CASE("that an old session could not be opened does not give up the present one", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto old = f.alice.seal(f.bob, "old");
    REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(old)));
    f.bob.give_keys(f.alice);
    const auto present = f.alice.seal(f.bob, "present");
    REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(old)));
    CHECK(session_of(f.alice.seal(f.bob, "next")) == session_of(present));
}

TEST_CASE("sessions of one device are bounded, and the oldest goes", "[session]") {
    TwoSides f;
    for (std::size_t i = 0; i < limits::sessions_per_device_max + 5; ++i) {
        f.bob.give_keys(f.alice);
        const auto sealed = f.alice.seal(f.bob, "x");
        CHECK(f.bob.open(f.alice, sealed) == "x");
        f.bob.sessions->take_used();
        f.alice.now.steady += 1min;
        f.bob.now.steady += 1min;
        REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(sealed)));
        f.alice.commit();
        f.bob.commit();
    }
    for (const auto& [side, other] : {std::pair{&f.alice, &f.bob}, std::pair{&f.bob, &f.alice}})
        CHECK(side->stores.sessions.sessions_of(other->device())->size() ==
              limits::sessions_per_device_max);
}

TEST_CASE("a frame that is not one of keys is refused, and one of other keys too", "[session]") {
    TwoSides f;
    const auto take = [&](const Bytes& body) {
        return *f.alice.sessions->on_prekeys(f.bob.identity.certificate(), body, f.alice.now);
    };
    CHECK_FALSE(take(Bytes(20)));
    const auto frame = *wire::decode<PrekeysFrame>(
        *f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now));

    auto forged = frame;
    forged.card->signature.bytes[0] ^= std::byte{1};
    CHECK_FALSE(take(wire::encode(forged)));
    auto mismatched = frame;
    ++mismatched.prekey.id;
    CHECK_FALSE(take(wire::encode(mismatched)));
    CHECK_FALSE(f.alice.try_seal(f.bob, "with none of them"));
    CHECK(take(wire::encode(frame)));
}

TEST_CASE("A31 payloads are padded to one of five sizes and come back as they were", "[session]") {
    for (const std::size_t size : {0u, 1u, 253u, 254u, 1021u, 1022u, 60'000u}) {
        const Bytes payload(size, std::byte{0});
        const auto inside = unpad(pad(7, payload));
        REQUIRE(inside);
        CHECK(inside->kind == 7);
        CHECK(inside->payload == payload);
    }
    CHECK(pad(7, Bytes(253)).size() == 256);
    CHECK(pad(7, Bytes(254)).size() == 1024);
    CHECK(pad(7, Bytes(limits::payload_bytes_max)).size() == 66 * 1024);
    CHECK_FALSE(unpad(Bytes(256)));
    CHECK_FALSE(unpad(Bytes(255, std::byte{0x80})));
    Bytes only_padding(256);
    only_padding[1] = std::byte{0x80};
    CHECK_FALSE(unpad(only_padding));
}

}  // namespace earshot::session
