#include "core/carrier/carriage.hpp"

#include "tests/unit/core/carrier/carrier_office.hpp"

/// The whole way of a message, from one who is gone when the other comes.
namespace earshot::carrier {

TEST_CASE("a carrier hands over what its depositor left, and the depositor learns of it later",
          "[carrier]") {
    Trio office;
    const auto link = office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 7));
    CHECK(office.ann.carried[message(7)] == 1);
    CHECK(office.ann.carriage->depositor().carriers_of(message(7)) == std::vector{office.cid.id});
    CHECK(office.cid.held().size() == 1);

    office.part(link);
    office.switch_off(office.ann);
    office.pass(10h);
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    REQUIRE(office.bob.collected.size() == 1);
    CHECK(office.bob.collected[0].content == content(7));
    CHECK(office.bob.collected[0].carrier == office.cid.id);
    CHECK(office.bob.collected[0].kind == 1);
    CHECK(office.cid.held().size() == 0);

    office.switch_off(office.bob);
    office.pass(10h);
    office.switch_on(office.ann);
    office.join(office.ann, office.cid);
    REQUIRE(office.ann.opened.size() == 1);
    CHECK(office.ann.opened[0] == Opened{message(7), office.cid.id});
    CHECK(office.ann.carriage->depositor().size() == 0);
}

TEST_CASE("a carrier that is linked with both passes an envelope on at once", "[carrier]") {
    Trio office;
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 7));
    CHECK(office.bob.has_collected(content(7)));
    CHECK(office.ann.opened.size() == 1);
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("carriers, depositor and recipient remember everything across restarts", "[carrier]") {
    Trio office;
    office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 7));
    office.restart(office.cid);
    office.restart(office.ann);
    CHECK(office.cid.held().size() == 1);
    CHECK(office.ann.carriage->depositor().carriers_of(message(7)) == std::vector{office.cid.id});
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    office.restart(office.bob);
    office.restart(office.cid);
    office.join(office.ann, office.cid);
    CHECK(office.ann.opened.size() == 1);
    office.join(office.bob, office.cid);
    CHECK(office.bob.collected.size() == 1);
}

TEST_CASE("of a message nobody who carries it sees a word", "[carrier]") {
    Trio office;
    office.join(office.ann, office.cid);
    const Bytes words = to_bytes(bytes_of("the words of a letter"));
    office.turn(office.ann, [&](Effects&) {
        REQUIRE(office.ann.carriage->depositor().carry({message(1), office.bob.id, 1}, words,
                                                       office.now));
    });
    office.settle();
    REQUIRE(office.cid.held().size() == 1);
    for (const auto& row : office.cid.rows()) {
        const auto bytes = office.cid.envelope(row.id);
        CHECK(std::search(bytes.begin(), bytes.end(), words.begin(), words.end()) == bytes.end());
        CHECK(row.depositor == office.ann.id);
    }
}

TEST_CASE("what is no frame of carriers ends the link", "[carrier][hostile]") {
    Trio office;
    const auto link = office.join(office.ann, office.cid);
    SECTION("cut off") { office.say_bytes(office.ann, link, deposit_frame, Bytes(20)); }
    SECTION("bytes after the end") { office.say_bytes(office.ann, link, purge_frame, Bytes(5)); }
    SECTION("too many ids") {
        office.say_bytes(office.ann, link, list_frame, [] {
            Bytes body;
            append_u32(body, 201);
            body.resize(4 + 201 * 32);
            return body;
        }());
    }
    SECTION("an envelope far above the largest") {
        office.say_bytes(office.ann, link, deposit_frame, Bytes(70 * 1024 + 1024));
    }
    SECTION("an envelope frame far above the largest") {
        office.say_bytes(office.ann, link, envelope_frame, Bytes(70 * 1024 + 1024));
    }
    CHECK(office.cid.offenders == std::vector{link});
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("a link that asks without end is not listened to for a while", "[carrier][A18]") {
    Trio office;
    const auto link = office.join(office.ann, office.cid);
    for (int i = 0; i < 1000; ++i)
        office.say(office.ann, link, ask_frame, EnvelopesFrame{{EnvelopeId{}}});
    CHECK(receipts_of(office.cid).size() == static_cast<std::size_t>(limits::carrier_asks_burst));
    CHECK(office.cid.offenders.empty());
    office.pass(1s);
    office.say(office.ann, link, ask_frame, EnvelopesFrame{{EnvelopeId{}}});
    CHECK(receipts_of(office.cid).size() ==
          static_cast<std::size_t>(limits::carrier_asks_burst) + 1);
}

}  // namespace earshot::carrier
