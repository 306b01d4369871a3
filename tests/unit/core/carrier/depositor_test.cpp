#include "core/carrier/depositor.hpp"

#include "core/carrier/choice.hpp"
#include "tests/unit/core/carrier/carrier_office.hpp"

namespace earshot::carrier {
namespace {

/// Ann writes to Bob, who is off; five others could carry, and she has links with all of them.
struct Hall : CarrierOffice {
    Station& ann = add();
    Station& bob = add();
    std::vector<Station*> others;

    explicit Hall(std::size_t count = 5) {
        for (std::size_t i = 0; i < count; ++i) others.push_back(&add());
        befriend_all();
        switch_off(bob);
        for (auto* const other : others) join(ann, *other);
    }
    std::vector<Station*> holders() const {
        std::vector<Station*> found;
        for (auto* const other : others)
            if (other->is_on && other->held().size() > 0) found.push_back(other);
        return found;
    }
    /// Whoever is asked says this, and keeps nothing.
    static void answers(Station& carrier, Receipt outcome) {
        carrier.contacts.clear();
        carrier.says = [outcome](SendFrame& frame) {
            if (frame.type == receipt_frame) frame.body.back() = static_cast<std::byte>(outcome);
            return true;
        };
    }
};

}  // namespace

TEST_CASE("a message is deposited with three, and all of them stand inside its seal",
          "[depositor]") {
    Hall office;
    REQUIRE(office.carry(office.ann, office.bob, 1));
    CHECK(office.ann.carried[message(1)] == 3);
    REQUIRE(office.holders().size() == 3);
    auto& holder = *office.holders()[0];
    const auto envelope = read_envelope(holder.envelope(holder.rows()[0].id));
    REQUIRE(envelope);
    const auto letter = open(*envelope, office.bob.seal_keys);
    REQUIRE(letter);
    auto named = letter->carriers;
    std::ranges::sort(named);
    CHECK(named == office.ann.carriage->depositor().carriers_of(message(1)));
    CHECK(named.size() == 3);
}

TEST_CASE("each carrier is given an envelope of its own, and all have one secret", "[depositor]") {
    Hall office;
    REQUIRE(office.carry(office.ann, office.bob, 1));
    std::set<EnvelopeId> ids;
    std::set<PurgeHash> hashes;
    std::set<Bytes> ciphertexts;
    for (auto* const holder : office.holders()) {
        const auto row = holder->rows().at(0);
        ids.insert(row.id);
        hashes.insert(row.purge_hash);
        const auto envelope = read_envelope(holder->envelope(row.id));
        REQUIRE(envelope);
        ciphertexts.insert(envelope->sealed);
        const auto letter = open(*envelope, office.bob.seal_keys);
        REQUIRE(letter);
        CHECK(letter->carriers.size() == 3);
        CHECK(letter->content == content(1));
    }
    CHECK(ids.size() == 3);
    CHECK(ciphertexts.size() == 3);
    CHECK(hashes.size() == 1);
}

TEST_CASE("A17: who leaves its copy with another carrier first keeps the author from nothing",
          "[depositor][A17]") {
    Trio office;
    auto& liar = office.add();
    office.befriend_all();
    office.join(office.ann, liar);
    std::vector<SendFrame> slow;  // What Ann says to Cid takes its time.
    const auto link = office.join(office.ann, office.cid);
    office.ann.says = [&](SendFrame& frame) {
        if (frame.link != link) return true;
        slow.push_back(frame);
        return false;
    };
    REQUIRE(office.carry(office.ann, office.bob, 1));
    office.ann.says = [](SendFrame&) { return true; };
    REQUIRE(slow.size() == 1);
    const auto copy = liar.rows().at(0).id;
    office.say(liar, office.join(liar, office.cid), deposit_frame,
               DepositFrame{copy, liar.envelope(copy), {}});
    REQUIRE(office.cid.rows().size() == 1);
    office.part(liar);
    const auto bob_meets_cid = [&] {
        office.switch_on(office.bob);
        office.join(office.bob, office.cid);
        CHECK(office.bob.has_collected(content(1)));
        CHECK(office.cid.held().size() == 0);
        office.switch_off(office.bob);
    };

    SECTION("while its recipient is away") {
        office.say_bytes(office.ann, link, slow[0].type, slow[0].body);
        const auto carriers = office.ann.carriage->depositor().carriers_of(message(1));
        CHECK(std::ranges::find(carriers, office.cid.id) != carriers.end());
        CHECK(office.cid.held().size() == 2);
        office.part(office.ann);
        bob_meets_cid();
        office.join(office.ann, office.cid);
    }
    SECTION("after its recipient has opened it") {
        bob_meets_cid();
        office.say_bytes(office.ann, link, slow[0].type, slow[0].body);
    }
    SECTION("after its recipient has opened it, and on another link") {
        office.part(link);
        bob_meets_cid();
        office.join(office.ann, office.cid);
    }
    REQUIRE(office.ann.opened.size() == 1);
    CHECK(office.ann.opened[0].message == message(1));
    CHECK(office.ann.opened[0].carrier == office.cid.id);
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("the carriers of one person are chosen alike by all, and few change when one goes",
          "[depositor]") {
    std::vector<DeviceId> all;
    for (unsigned i = 1; i <= 20; ++i) all.push_back(DeviceId{{std::byte(i)}});
    auto mixed = all;
    std::ranges::reverse(mixed);
    const DeviceId bob{{std::byte{99}}};
    const auto order = ranked(bob, all);
    CHECK(ranked(bob, mixed) == order);
    CHECK(ranked(DeviceId{{std::byte{98}}}, all) != order);
    std::erase(mixed, order[1]);
    const auto without = ranked(bob, mixed);
    CHECK(without[0] == order[0]);
    CHECK(without[1] == order[2]);
}

TEST_CASE("when a carrier refuses, is full or says nothing, another one is asked", "[depositor]") {
    Hall office{4};
    std::vector<DeviceId> ids;
    for (const auto* const other : office.others) ids.push_back(other->id);
    const auto first = ranked(office.bob.id, ids)[0];
    auto& bad =
        **std::ranges::find_if(office.others, [&](const auto* each) { return each->id == first; });
    SECTION("refuses") { bad.contacts.clear(); }
    SECTION("full") { Hall::answers(bad, Receipt::full); }
    SECTION("an answer of a newer Earshot") { Hall::answers(bad, Receipt{77}); }
    SECTION("silence") {
        bad.says = [](SendFrame&) { return false; };
    }
    REQUIRE(office.carry(office.ann, office.bob, 1));
    office.pass(1min);
    CHECK(office.ann.carried[message(1)] == 3);
    auto others = office.ann.carriage->depositor().carriers_of(message(1));
    CHECK(std::ranges::find(others, first) == others.end());
    const auto deposits = office.ann.count(deposit_frame);
    office.pass(5min);
    CHECK(office.ann.count(deposit_frame) == deposits);
}

TEST_CASE("a carrier that was full is tried again after a while", "[depositor]") {
    Hall office{1};
    auto& carrier = *office.others[0];
    auto contacts = carrier.contacts;
    Hall::answers(carrier, Receipt::full);
    REQUIRE(office.carry(office.ann, office.bob, 1));
    office.pass(5min);
    CHECK(office.ann.count(deposit_frame) == 1);
    carrier.contacts = contacts;
    carrier.says = [](SendFrame&) { return true; };
    office.pass(7min);
    CHECK(office.ann.carried[message(1)] == 1);
}

TEST_CASE("who could carry and has no link is wished for, once a minute", "[depositor]") {
    Hall office{2};
    auto& dan = office.add();
    CarrierOffice::befriend(dan, office.ann);
    CarrierOffice::befriend(dan, office.bob);
    REQUIRE(office.carry(office.ann, office.bob, 1));
    CHECK(office.ann.carried[message(1)] == 2);
    CHECK(office.ann.to_reach == std::set{dan.id});
    office.join(office.ann, dan);
    CHECK(office.ann.carried[message(1)] == 3);
}

TEST_CASE("a copy more is deposited when fewer than two carriers were there for an hour",
          "[depositor]") {
    Hall office;
    REQUIRE(office.carry(office.ann, office.bob, 1));
    const auto holders = office.holders();
    office.switch_off(*holders[0]);
    office.switch_off(*holders[1]);
    office.pass(50min);
    CHECK(office.ann.carried[message(1)] == 3);
    office.pass(20min);
    CHECK(office.ann.carried[message(1)] == 4);
    // There are no more than four, whoever goes.
    office.switch_off(*holders[2]);
    office.pass(3h);
    CHECK(office.ann.carried[message(1)] == 4);
}

TEST_CASE("a carrier that lost a copy is found out when it comes, and replaced", "[depositor]") {
    Hall office{3};
    REQUIRE(office.carry(office.ann, office.bob, 1));
    auto& loser = *office.others[0];
    office.switch_off(loser);
    loser.lose_all();
    office.switch_on(loser);
    CHECK(office.ann.carried[message(1)] == 3);
    auto& dan = office.add();
    for (auto* const each : {&office.ann, &office.bob}) CarrierOffice::befriend(dan, *each);
    office.join(office.ann, dan);
    office.join(office.ann, loser);
    CHECK(office.ann.carriage->depositor().carriers_of(message(1)).size() == 3);
    CHECK(dan.held().size() == 1);
}

TEST_CASE("a deposit that got lost on its way is made again on the next link", "[depositor]") {
    Trio office;
    office.cid.says = [](SendFrame& frame) { return frame.type != receipt_frame; };
    SECTION("before it was stored") { office.cid.store.fail_next_commit(ErrorKind::no_space); }
    SECTION("after it was stored") {}
    auto link = office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 1));
    CHECK(office.ann.carried[message(1)] == 0);
    if (office.link_between(office.ann, office.cid)) office.part(link);
    office.cid.says = [](SendFrame&) { return true; };
    office.join(office.ann, office.cid);
    CHECK(office.ann.carried[message(1)] == 1);
    CHECK(office.cid.held().size() == 1);
}

TEST_CASE("a carrier whose receipts are lost is given one copy, and asked about that",
          "[depositor]") {
    Hall office{7};
    const auto loses_receipts = [](SendFrame& frame) { return frame.type != receipt_frame; };
    for (auto* const other : office.others) other->says = loses_receipts;
    REQUIRE(office.carry(office.ann, office.bob, 1));
    for (int hour = 0; hour < 3; ++hour) {
        office.pass(1h);
        office.restart(office.ann);
        for (auto* const other : office.others) office.join(office.ann, *other);
    }
    for (auto* const other : office.others) {
        CHECK(other->held().size() <= 1);
        for (const auto& row : other->rows()) {
            const auto letter = open(*read_envelope(other->envelope(row.id)), office.bob.seal_keys);
            REQUIRE(letter);
            CHECK(letter->carriers.size() <= limits::carriers_per_message_max);
            CHECK(std::ranges::count(letter->carriers, other->id) == 1);
        }
    }
    CHECK(office.ann.carriage->depositor().carriers_of(message(1)).empty());

    // They are heard again: what they have counts, and all of it is deleted in the end.
    for (auto* const other : office.others) other->says = [](SendFrame&) { return true; };
    office.pass(1h);
    CHECK(office.ann.carriage->depositor().carriers_of(message(1)).size() ==
          office.holders().size());
    office.end(office.ann, 1);
    CHECK(office.holders().empty());
}

TEST_CASE("carriers that take a copy and are never seen again keep nobody from carrying",
          "[depositor]") {
    Hall office{0};
    REQUIRE(office.carry(office.ann, office.bob, 1));
    for (int gone = 0; gone < 80; ++gone) {
        auto& carrier = office.add();
        CarrierOffice::befriend(office.ann, carrier);
        CarrierOffice::befriend(office.bob, carrier);
        carrier.says = [](SendFrame& frame) { return frame.type != receipt_frame; };
        office.join(office.ann, carrier);
        office.pass(1min);
        REQUIRE(carrier.held().size() == 1);
        office.switch_off(carrier);
    }
    auto& honest = office.add();
    CarrierOffice::befriend(office.ann, honest);
    CarrierOffice::befriend(office.bob, honest);
    office.join(office.ann, honest);
    office.pass(1min);
    CHECK(office.ann.carriage->depositor().carriers_of(message(1)) == std::vector{honest.id});
    office.switch_on(office.bob);
    office.join(office.bob, honest);
    CHECK(office.bob.has_collected(content(1)));
}

TEST_CASE("what was acknowledged directly is purged where there is a link, and elsewhere later",
          "[depositor]") {
    Hall office{3};
    REQUIRE(office.carry(office.ann, office.bob, 1));
    auto& away = *office.others[2];
    office.part(away);
    office.end(office.ann, 1);
    CHECK(office.holders() == std::vector{&away});
    CHECK_FALSE(office.ann.carriage->depositor().is_carried(message(1)));
    CHECK(office.ann.opened.empty());
    office.restart(office.ann);
    office.join(office.ann, away);
    CHECK(office.holders().empty());
    CHECK(office.ann.carriage->depositor().size() == 0);
}

TEST_CASE("what was over is carried anew under another secret, while old copies wait to be purged",
          "[depositor]") {
    Hall office{3};
    REQUIRE(office.carry(office.ann, office.bob, 1));
    auto& away = *office.others[2];
    office.switch_off(away);
    office.end(office.ann, 1);
    CHECK(office.holders().empty());
    auto& store = office.ann.store.stores().envelopes.deposits;
    const auto old = store.deposits()->at(0).secret;

    REQUIRE(office.carry(office.ann, office.bob, 1));
    CHECK(office.carry(office.ann, office.bob, 1).error().kind == ErrorKind::conflict);
    CHECK(office.holders().size() == 2);
    const auto rows = *store.deposits();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].secret == old);
    CHECK(rows[1].message == message(1));
    CHECK(rows[1].secret != old);
    if (GENERATE(false, true)) office.restart(office.ann);
    for (std::size_t i = 0; i < 2; ++i)
        if (!office.link_between(office.ann, *office.others[i]))
            office.join(office.ann, *office.others[i]);
    // Its old copy goes, and proves nothing; then it gets a new one.
    office.switch_on(away);
    CHECK(away.held().size() == 1);
    office.join(office.ann, away);
    CHECK(office.ann.opened.empty());
    CHECK(away.held().purged_count() == 1);
    CHECK(office.ann.carriage->depositor().carriers_of(message(1)).size() == 3);
    office.switch_on(office.bob);
    office.join(office.bob, away);
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.ann.opened.size() == 1);
    CHECK(office.ann.carriage->depositor().size() == 0);
}

TEST_CASE("who has a copy is sought now and then, to be asked what became of it", "[depositor]") {
    Hall office{3};
    REQUIRE(office.carry(office.ann, office.bob, 1));
    auto& cid = *office.others[0];
    const auto seeks = [&] { return std::exchange(office.ann.to_reach, {}); };
    office.pass(5min);
    CHECK(seeks().empty());
    office.part(*office.link_between(office.ann, cid));
    office.pass(9min);
    CHECK(seeks().empty());
    office.pass(2min);
    CHECK(seeks() == std::set{cid.id});

    SECTION("not while it is away") {
        office.switch_off(cid);
        office.pass(30min);
        seeks();
        office.pass(30min);
        CHECK(seeks().empty());
    }
    SECTION("at once after a start") {
        office.restart(office.ann);
        office.pass(1s);
        CHECK(seeks().size() == 3);
    }
    SECTION("also only to have it deleted") {
        office.end(office.ann, 1);
        office.pass(2min);
        CHECK(seeks() == std::set{cid.id});
        office.join(office.ann, cid);
        CHECK(cid.held().size() == 0);
        office.pass(1h);
        CHECK(seeks().empty());
        CHECK_FALSE(office.ann.carriage->next_deadline());
    }
}

TEST_CASE("of a message that is over no content is kept", "[depositor]") {
    Trio office;
    const auto link = office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 1));
    office.part(link);
    office.end(office.ann, 1);
    auto& store = office.ann.store.stores().envelopes.deposits;
    CHECK(store.deposits()->size() == 1);
    CHECK_FALSE(*store.find_content(message(1)));
}

TEST_CASE("A17: nobody proves that a message was opened but with its secret", "[depositor][A17]") {
    Trio office;
    const auto link = office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 1));
    const auto row = office.cid.rows()[0];
    for (const auto& forged :
         {PurgeSecret{}, PurgeSecret{row.purge_hash.bytes}, PurgeSecret{row.id.bytes}})
        office.say(office.cid, link, purged_frame, SecretsFrame{{forged}});
    CHECK(office.ann.opened.empty());
    CHECK(office.ann.carriage->depositor().is_carried(message(1)));
}

TEST_CASE("a carrier that says of its own accord that it holds something changes nothing",
          "[depositor][hostile]") {
    Trio office;
    const auto link = office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 1));
    const auto id = office.cid.rows()[0].id;
    for (std::uint8_t outcome = 0; outcome < 3; ++outcome)
        office.say(office.cid, link, receipt_frame, ReceiptFrame{{{EnvelopeId{}, outcome}}});
    auto& dan = office.add();
    CarrierOffice::befriend(dan, office.ann);
    const auto other = office.join(dan, office.ann);
    const auto before = office.ann.carriage->depositor().carriers_of(message(1));
    office.say(dan, other, receipt_frame, ReceiptFrame{{{id, 1}}});
    CHECK(before == std::vector{office.cid.id});
    CHECK(office.ann.carriage->depositor().carriers_of(message(1))[0] == office.cid.id);
}

TEST_CASE("what is to be carried has its bounds", "[depositor]") {
    Trio office;
    auto& ann = office.ann;
    CHECK(office.carry(ann, office.bob, 1, content_bytes_max));
    CHECK(office.carry(ann, office.bob, 2, content_bytes_max + 1).error().kind ==
          ErrorKind::too_large);
    CHECK(office.carry(ann, office.bob, 1).error().kind == ErrorKind::conflict);
    for (unsigned number = 2; number <= limits::deposits_per_recipient_max; ++number)
        REQUIRE(office.carry(ann, office.bob, number));
    CHECK(office.carry(ann, office.bob, 1000).error().kind == ErrorKind::busy);
    office.end(ann, 7);
    CHECK(office.carry(ann, office.bob, 1000));
    for (unsigned number = 2000; ann.carriage->depositor().size() < limits::deposits_max;
         ++number) {
        Station& to = number % 2 == 0 ? office.cid : office.bob;
        DeviceId id = to.id;
        id.bytes[5] = static_cast<std::byte>(number / 100);
        office.turn(ann, [&](Effects&) {
            REQUIRE(ann.carriage->depositor().carry({message(number), id, 1}, {}, office.now));
        });
    }
    office.turn(ann, [&](Effects&) {
        CHECK(ann.carriage->depositor()
                  .carry({message(9999), DeviceId{}, 1}, {}, office.now)
                  .error()
                  .kind == ErrorKind::busy);
    });
}

TEST_CASE("the largest content that fits travels", "[depositor]") {
    Trio office;
    office.join(office.ann, office.cid);
    REQUIRE(office.carry(office.ann, office.bob, 3, content_bytes_max));
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    CHECK(office.bob.has_collected(content(3, content_bytes_max)));
}

TEST_CASE("many deposits go out a few at a time, and all arrive", "[depositor]") {
    Hall office{3};
    for (unsigned number = 0; number < 50; ++number)
        REQUIRE(office.carry(office.ann, office.bob, number));
    office.pass(1min);
    for (const auto* const other : office.others) CHECK(other->held().size() == 50);
    office.switch_on(office.bob);
    office.join(office.bob, *office.others[0]);
    CHECK(office.bob.collected.size() == 50);
    office.join(office.bob, *office.others[1]);
    CHECK(office.bob.collected.size() == 50);
    CHECK(office.ann.opened.size() == 50);
    for (const auto* const other : office.others) CHECK(other->held().size() == 0);
}

}  // namespace earshot::carrier
