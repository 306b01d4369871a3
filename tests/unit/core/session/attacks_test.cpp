#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"
#include "core/session/sealed_message.hpp"
#include "core/session/sessions.hpp"
#include "core/wire/archive.hpp"
#include "tests/unit/core/session/two_sides.hpp"

/// Attacks on sessions, each with its number.
namespace earshot::session {
namespace {

/// All that is stored of sessions with a device, to see that nothing changed.
std::vector<store::SessionRow> stored(Side& side, const Side& with) {
    side.commit();
    return *side.stores.sessions.sessions_of(with.device());
}

crypto::AgreePublicKey low_order() { return {}; }

}  // namespace

TEST_CASE("A3 nobody can pass a session off as another person's", "[session]") {
    TwoSides f;
    Side mallory{3};
    mallory.meet(f.bob);
    f.bob.meet(mallory);
    f.bob.give_keys(f.alice);
    f.bob.give_keys(mallory);
    const auto sealed = f.alice.seal(f.bob, "from alice");
    // As if it came from her own device.
    CHECK(f.bob.open(mallory, sealed).empty());
    // With her certificate instead of Alice's.
    auto renamed = *decode_sealed(sealed);
    renamed.first->certificate = mallory.identity.signed_certificate();
    CHECK(f.bob.open(mallory, wire::encode(renamed)).empty());
    CHECK(f.bob.open(f.alice, wire::encode(renamed)).empty());
    CHECK(f.bob.open(f.alice, sealed) == "from alice");
}

TEST_CASE("A3 a certificate that claims another person's device begins nothing", "[session]") {
    TwoSides f;
    Side mallory{3};
    mallory.meet(f.bob);
    f.bob.give_keys(mallory, false);
    auto sealed = *decode_sealed(mallory.seal(f.bob, "I am Alice's laptop"));
    // Her account signs a certificate with Alice's device key, which is no secret.
    auto claim = mallory.identity.certificate();
    claim.device = f.alice.identity.certificate().device;
    auto& certificate = sealed.first->certificate;
    certificate.body = wire::encode(claim);
    certificate.by_account =
        crypto::sign(mallory.identity.account_keys(), "earshot1 device-cert", certificate.body);
    CHECK(f.bob.open(f.alice, wire::encode(sealed)).empty());
    const auto carried =
        f.bob.sessions->open_carried(f.alice.device(), wire::encode(sealed), f.bob.now);
    REQUIRE(carried);
    CHECK_FALSE(*carried);
}

TEST_CASE("A4 keys that would force a secret begin no session", "[session]") {
    TwoSides f;
    auto frame = *wire::decode<PrekeysFrame>(
        *f.bob.sessions->prekeys_for(f.alice.device(), false, f.bob.now));
    frame.prekey.key = low_order();
    REQUIRE(*f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(frame),
                                          f.alice.now));
    CHECK_FALSE(f.alice.try_seal(f.bob, "x"));
    f.bob.give_keys(f.alice);
    auto sealed = *decode_sealed(f.alice.seal(f.bob, "y"));
    sealed.first->ephemeral = low_order();
    CHECK(f.bob.open(f.alice, wire::encode(sealed)).empty());
}

TEST_CASE("A10 a repeated first message makes no second session, also after a restart",
          "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const bool with_one_time = GENERATE(true, false);
    if (!with_one_time) {
        auto frame = *wire::decode<PrekeysFrame>(
            *f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now));
        frame.one_time.clear();
        REQUIRE(*f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(frame),
                                              f.alice.now));
    }
    const auto first = f.alice.seal(f.bob, "once");
    CHECK(f.bob.open(f.alice, first) == "once");
    CHECK(f.bob.open(f.alice, first).empty());
    f.bob.commit();
    f.bob.crash();
    CHECK(f.bob.open(f.alice, first).empty());
    // The session may be gone; that it began once is not forgotten.
    const auto rows = stored(f.bob, f.alice);
    for (const auto& row : rows) REQUIRE(f.bob.stores.sessions.remove_session(row.device, row.id));
    f.bob.commit();
    f.bob.crash();
    CHECK(f.bob.open(f.alice, first).empty());
    CHECK(stored(f.bob, f.alice).empty());
}

TEST_CASE("A11 a message turned back on its sender does not open", "[session]") {
    TwoSides f;
    f.alice.give_keys(f.bob);
    f.bob.give_keys(f.alice);
    const auto sealed = f.alice.seal(f.bob, "to bob");
    CHECK(f.alice.open(f.bob, sealed).empty());
    CHECK(f.bob.open(f.alice, sealed) == "to bob");
    CHECK(f.alice.open(f.bob, sealed).empty());
}

TEST_CASE("A12 floods of first messages are cut off before they cost agreements", "[session]") {
    TwoSides f;
    auto frame = *wire::decode<PrekeysFrame>(
        *f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now));
    frame.one_time.clear();
    int taken = 0;
    for (int i = 0; i < 100; ++i) {
        REQUIRE(*f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(frame),
                                              f.alice.now));
        const auto sealed = f.alice.seal(f.bob, "x");
        if (f.bob.open(f.alice, sealed) == "x") ++taken;
        REQUIRE(f.alice.sessions->on_unopenable(f.bob.device(), f.alice.sessions->tag_of(sealed)));
    }
    CHECK(taken == static_cast<int>(limits::first_messages_burst));
    CHECK(f.bob.stores.sessions.sessions_of(f.alice.device())->size() <=
          limits::sessions_per_device_max);
}

TEST_CASE("A12 first messages that others carry use up nothing of who they say wrote them",
          "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    auto forged = *decode_sealed(f.alice.seal(f.bob, "begin"));
    for (int i = 0; i < 100; ++i) {
        forged.first->ephemeral = crypto::AgreeKeyPair::generate(f.alice.entropy).public_key();
        const auto opened =
            f.bob.sessions->open_carried(f.alice.device(), wire::encode(forged), f.bob.now);
        REQUIRE(opened);
        CHECK_FALSE(*opened);
    }
    const auto sealed = f.alice.seal(f.bob, "begin again");
    SECTION("on a link") { CHECK(f.bob.open(f.alice, sealed) == "begin again"); }
    SECTION("carried") {
        const auto opened = f.bob.sessions->open_carried(f.alice.device(), sealed, f.bob.now);
        REQUIRE(opened);
        CHECK(*opened);
    }
}

TEST_CASE("A13 a crash between sealing and sending repeats no key with its nonce", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "one")) == "one");
    f.alice.commit();
    const auto lost = f.alice.seal(f.bob, "same");
    f.alice.crash();
    const auto sent = f.alice.seal(f.bob, "same");
    // Under the same message key: what differs is drawn anew.
    const auto header = [](const Bytes& sealed) {
        return to_bytes(ByteView{decode_sealed(sealed)->message}.first(48));
    };
    CHECK(header(lost) == header(sent));
    CHECK(decode_sealed(lost)->message != decode_sealed(sent)->message);
    CHECK(f.bob.open(f.alice, sent) == "same");
}

TEST_CASE("A13 a crash between opening and committing takes the message again", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.bob.commit();
    const auto first = f.alice.seal(f.bob, "one");
    CHECK(f.bob.open(f.alice, first) == "one");
    f.bob.crash();
    CHECK(f.bob.open(f.alice, first) == "one");
    f.bob.commit();
    const auto second = f.alice.seal(f.bob, "two");
    CHECK(f.bob.open(f.alice, second) == "two");
    f.bob.crash();
    CHECK(f.bob.open(f.alice, second) == "two");
}

TEST_CASE("A14 what does not open changes nothing", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto first = f.alice.seal(f.bob, "one");
    CHECK(f.bob.open(f.alice, first) == "one");
    REQUIRE(f.alice.sessions->on_opened(f.bob.device(), f.alice.sessions->tag_of(first)));
    const auto sealed = f.alice.seal(f.bob, "two");
    const auto before = stored(f.bob, f.alice);
    for (std::size_t at = 0; at < sealed.size(); at += 3) {
        auto damaged = sealed;
        damaged[at] ^= std::byte{0x40};
        CHECK(f.bob.open(f.alice, damaged).empty());
    }
    for (std::size_t size = 0; size < sealed.size(); size += 7)
        CHECK(f.bob.open(f.alice, ByteView{sealed}.first(size)).empty());
    CHECK(stored(f.bob, f.alice) == before);
    CHECK(f.bob.open(f.alice, sealed) == "two");
}

TEST_CASE("A14 what is authentic and padded like nothing that anybody means changes nothing",
          "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto first = f.alice.seal(f.bob, "one");
    CHECK(f.bob.open(f.alice, first) == "one");
    // What she would say next, if she were somebody else's program.
    const auto rows = stored(f.alice, f.bob);
    REQUIRE(rows.size() == 1);
    auto session = *decode_session(rows[0].state);
    const Bytes unpadded(256, std::byte{7});
    const SealedMessage odd{*session.ratchet.encrypt(unpadded, f.alice.entropy), std::nullopt};
    const auto before = stored(f.bob, f.alice);
    CHECK(f.bob.open(f.alice, wire::encode(odd)).empty());
    CHECK(stored(f.bob, f.alice) == before);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "two")) == "two");
}

TEST_CASE("A16 keys of another device, or older than those known, are not taken", "[session]") {
    TwoSides f;
    Side carol{4};
    carol.meet(f.alice);
    const auto hers = *wire::decode<PrekeysFrame>(
        *carol.sessions->prekeys_for(f.alice.device(), true, carol.now));
    CHECK_FALSE(*f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(hers),
                                              f.alice.now));

    f.bob.give_keys(f.alice);
    const auto old = *wire::decode<PrekeysFrame>(
        *f.bob.sessions->prekeys_for(f.alice.device(), true, f.bob.now));
    f.bob.pass(limits::prekey_rotation + limits::prekey_rotation_spread);
    f.bob.give_keys(f.alice);
    const auto newest = (*f.alice.sessions->card_of(f.bob.device()))->seq;
    REQUIRE(
        f.alice.sessions->on_prekeys(f.bob.identity.certificate(), wire::encode(old), f.alice.now));
    CHECK((*f.alice.sessions->card_of(f.bob.device()))->seq == newest);
}

TEST_CASE("A16 nothing is sealed with a prekey that its owner may have destroyed", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    f.alice.pass(limits::prekey_usable);
    f.alice.pass(std::chrono::hours{1});
    CHECK_FALSE(f.alice.try_seal(f.bob, "too late"));
}

TEST_CASE("a destroyed prekey opens nothing, and a kept one does", "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    const auto sealed = f.alice.seal(f.bob, "on its way for long");
    const auto used = decode_sealed(sealed)->first->prekey;
    for (int day = 0; day < 29; ++day) f.bob.pass(std::chrono::hours{24});
    CHECK(f.bob.sessions->own_prekeys().current().id != used);
    const auto kept = f.bob.sessions->own_prekeys().find(used) != nullptr;
    CHECK(kept);
    SECTION("opened in time") { CHECK(f.bob.open(f.alice, sealed) == "on its way for long"); }
    SECTION("too late") {
        for (int day = 0; day < 2; ++day) f.bob.pass(std::chrono::hours{24});
        CHECK(f.bob.sessions->own_prekeys().find(used) == nullptr);
        CHECK(f.bob.open(f.alice, sealed).empty());
        f.bob.commit();
        const auto rows = f.bob.stores.sessions.prekeys();
        for (const auto& row : *rows) CHECK(row.id != used);
    }
}

TEST_CASE("A40 a stored session that is damaged is an error of the store, never a crash",
          "[session]") {
    TwoSides f;
    f.bob.give_keys(f.alice);
    CHECK(f.bob.open(f.alice, f.alice.seal(f.bob, "one")) == "one");
    const auto rows = stored(f.bob, f.alice);
    REQUIRE(rows.size() == 1);
    for (std::size_t size = 0; size < rows[0].state.size(); size += 11)
        CHECK_FALSE(decode_session(ByteView{rows[0].state}.first(size)));
    for (std::size_t at = 0; at < rows[0].state.size(); ++at) {
        auto damaged = rows[0].state;
        damaged[at] ^= std::byte{0x81};
        const auto session = decode_session(damaged);
        if (session) CHECK(encode_session(*session).size() == damaged.size());
    }
    CHECK(encode_session(*decode_session(rows[0].state)) == rows[0].state);
}

}  // namespace earshot::session
