#include "core/carrier/collector.hpp"

#include "tests/unit/core/carrier/carrier_office.hpp"

namespace earshot::carrier {
namespace {

/// Cid and Dan hold letters to Bob that Ann deposited by hand; Bob is off.
struct Shelf : Trio {
    Station& dan = add();

    Shelf() { befriend_all(); }
    void put(Station& carrier, const Sealed& sealed) {
        const auto link = link_between(ann, carrier).value_or(0);
        say(ann, link != 0 ? link : join(ann, carrier), deposit_frame, deposit(sealed));
    }
};

}  // namespace

TEST_CASE("what was collected is asked for once, and purged with every carrier", "[collector]") {
    Shelf office;
    const auto sealed = office.sealed(1);
    office.put(office.cid, sealed);
    office.put(office.dan, sealed);
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    CHECK(office.dan.held().size() == 1);
    office.restart(office.bob);
    office.join(office.bob, office.dan);
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.dan.held().size() == 0);
    CHECK(office.bob.count(want_frame) == 1);
}

TEST_CASE("carriers named inside the seal are told at once, if they are there", "[collector]") {
    Shelf office;
    const auto sealed = office.sealed(1);  // It names Cid.
    office.put(office.cid, sealed);
    office.put(office.dan, sealed);
    office.switch_on(office.bob);
    office.cid.says = [](SendFrame& frame) { return frame.type != list_frame; };
    office.join(office.bob, office.cid);
    office.join(office.bob, office.dan);
    CHECK(office.cid.held().size() == 0);
    CHECK(office.dan.held().size() == 0);
}

TEST_CASE("A17: nothing is purged before it is stored", "[collector][A17]") {
    Shelf office;
    office.put(office.cid, office.sealed(1));
    office.switch_on(office.bob);
    office.bob.store.fail_next_commit(ErrorKind::no_space);
    office.join(office.bob, office.cid);
    office.pass(1min);
    CHECK(office.bob.collected.empty());
    CHECK(office.bob.count(purge_frame) == 0);
    CHECK(office.cid.held().size() == 1);
    office.join(office.bob, office.cid);
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("what its owner cannot read stays with the carriers and is not asked for again",
          "[collector]") {
    Shelf office;
    office.put(office.cid, office.sealed(1));
    office.switch_on(office.bob);
    office.bob.keeps = false;
    const auto link = office.join(office.bob, office.cid);
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.cid.held().size() == 1);
    office.part(link);
    office.restart(office.bob);
    office.join(office.bob, office.cid);
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.bob.count(want_frame) == 1);
}

TEST_CASE("what there is no room for is asked for again when it is listed again", "[collector]") {
    Shelf office;
    office.put(office.cid, office.sealed(1));
    office.switch_on(office.bob);
    office.bob.has_room = false;
    const auto link = office.join(office.bob, office.cid);
    office.pass(1h);
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.bob.count(want_frame) == 1);
    CHECK(office.cid.held().size() == 1);
    office.bob.has_room = true;
    office.part(link);
    office.join(office.bob, office.cid);
    CHECK(office.bob.collected.size() == 2);
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("A20: of all keys only the one that an envelope names is tried", "[collector][A20]") {
    Shelf office;
    const auto right = office.bob.target;
    SECTION("a key that we have not") { office.bob.target.seal_id = 77; }
    SECTION("a key that is not the right one") {
        office.bob.target.key = office.dan.seal_keys.public_key();
    }
    office.put(office.cid, office.sealed(1));
    office.bob.target = right;
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    CHECK(office.bob.collected.empty());
    CHECK(office.bob.key_lookups == 1);
    CHECK(office.bob.count(purge_frame) == 0);
    office.pass(1min);
    CHECK(office.bob.count(want_frame) == 1);
}

TEST_CASE("A19: an envelope that a carrier altered is no envelope of ours", "[collector][A19]") {
    Shelf office;
    office.put(office.cid, office.sealed(1));
    office.put(office.dan, office.sealed(2));
    office.cid.says = [](SendFrame& frame) {
        if (frame.type == envelope_frame) frame.body[10] ^= std::byte{1};  // The mailbox.
        return true;
    };
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    CHECK(office.bob.collected.empty());
    CHECK(office.bob.key_lookups == 0);
    office.join(office.bob, office.dan);
    CHECK(office.bob.collected.size() == 1);
}

TEST_CASE("what a carrier lists and does not give is had from another one", "[collector]") {
    Shelf office;
    const auto sealed = office.sealed(1);
    office.put(office.cid, sealed);
    office.put(office.dan, sealed);
    office.cid.says = [](SendFrame& frame) { return frame.type != envelope_frame; };
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    office.join(office.bob, office.dan);
    CHECK(office.bob.collected.empty());
    SECTION("in a while") { office.pass(limits::envelope_patience); }
    SECTION("as soon as its link ends") {
        office.part(*office.link_between(office.bob, office.cid));
        office.pass(1s);
    }
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.dan.held().size() == 0);
}

TEST_CASE("what a carrier has not any more is had from another one at once", "[collector]") {
    Shelf office;
    const auto sealed = office.sealed(1);
    office.put(office.dan, sealed);
    office.switch_on(office.bob);
    const auto link = office.join(office.bob, office.cid);
    office.cid.says = [](SendFrame& frame) { return frame.type != receipt_frame; };
    office.say(office.cid, link, list_frame, EnvelopesFrame{{sealed.id}});
    office.join(office.bob, office.dan);
    CHECK(office.bob.collected.empty());
    const auto& collector = office.bob.carriage->collector();

    SECTION("it says so") {
        office.say(office.cid, link, receipt_frame, ReceiptFrame{{{sealed.id, 1}}});
        CHECK(office.bob.collected.size() == 1);
        CHECK(office.dan.held().size() == 0);
        CHECK(collector.wanted_count() == 0);
        CHECK(collector.offered_count() == 0);
    }
    SECTION("nobody else can say so, nor anything else of it") {
        const auto other = *office.link_between(office.bob, office.dan);
        office.say(office.dan, other, receipt_frame, ReceiptFrame{{{sealed.id, 1}}});
        for (const auto outcome : {Receipt::held, Receipt::full, Receipt::refused, Receipt{77}})
            office.say(office.cid, link, receipt_frame,
                       ReceiptFrame{{receipt(sealed.id, outcome)}});
        CHECK(office.bob.collected.empty());
        CHECK(collector.wanted_count() == 1);
    }
}

TEST_CASE("several envelopes of one message are all purged with its secret", "[collector]") {
    Shelf office;
    office.put(office.cid, office.sealed(1));
    office.put(office.dan, office.sealed(1));  // Another one, which names only Cid.
    office.part(office.ann);
    office.switch_on(office.bob);
    SECTION("one after the other") {}
    SECTION("also when its reader was off meanwhile") {
        office.join(office.bob, office.cid);
        office.restart(office.bob);
    }
    if (!office.link_between(office.bob, office.cid)) office.join(office.bob, office.cid);
    office.join(office.bob, office.dan);
    CHECK(office.cid.held().size() == 0);
    CHECK(office.dan.held().size() == 0);
    CHECK(office.bob.has_collected(content(1)));
}

TEST_CASE("a carrier that lists envelopes without end fills nothing", "[collector][hostile]") {
    Shelf office;
    office.switch_on(office.bob);
    const auto link = office.join(office.bob, office.cid);
    for (unsigned round = 0; round < 50; ++round) {
        EnvelopesFrame frame;
        for (unsigned i = 0; i < limits::envelopes_named_max; ++i) {
            EnvelopeId id;
            id.bytes[0] = static_cast<std::byte>(round);
            id.bytes[1] = static_cast<std::byte>(i);
            frame.ids.push_back(id);
        }
        office.say(office.cid, link, list_frame, frame);
        office.pass(1s);
    }
    const auto& collector = office.bob.carriage->collector();
    CHECK(collector.offered_count() <= limits::envelopes_named_max);
    CHECK(collector.wanted_count() <= limits::envelopes_in_flight_max);
    office.part(link);
    CHECK(collector.offered_count() == 0);
    CHECK(collector.wanted_count() == 0);
}

TEST_CASE("a carrier that has garbage without end is asked less and less", "[collector][hostile]") {
    Shelf office;
    office.switch_on(office.bob);
    const auto link = office.join(office.bob, office.cid);
    const auto right = office.bob.target.key;
    office.bob.target.key = office.dan.seal_keys.public_key();
    const auto give = [&](unsigned number) {
        const auto sealed = office.sealed(number);
        office.say(office.cid, link, list_frame, EnvelopesFrame{{sealed.id}});
        office.say(office.cid, link, envelope_frame, EnvelopeFrame{sealed.bytes});
    };
    const auto wants = [&] { return office.bob.count(want_frame); };
    for (unsigned number = 0; number < 400; ++number) {
        give(number);
        if (number % 10 == 0) office.pass(1s);
    }
    const auto most = static_cast<std::size_t>(limits::collected_burst) + 41;
    CHECK(wants() <= most);
    CHECK(wants() >= static_cast<std::size_t>(limits::held_per_person_max));
    office.pass(10s);
    CHECK(wants() <= most + 11);
    SECTION("whoever else has something is asked as before") {
        office.bob.target.key = right;
        office.put(office.dan, office.sealed(1));
        office.join(office.bob, office.dan);
        CHECK(office.bob.collected.size() == 1);
    }
    SECTION("a new link changes nothing") {
        const auto before = wants();
        office.part(link);
        office.join(office.bob, office.cid);
        CHECK(wants() <= before + 1);
    }
}

TEST_CASE("nobody but contacts is asked for envelopes", "[collector][hostile]") {
    Shelf office;
    const auto sealed = office.sealed(1);
    office.put(office.cid, sealed);
    office.switch_on(office.bob);
    office.bob.contacts.erase(office.cid.id);
    office.join(office.bob, office.cid);
    CHECK(office.cid.count(list_frame) == 1);
    CHECK(office.bob.count(want_frame) == 0);
    CHECK(office.bob.carriage->collector().offered_count() == 0);
}

TEST_CASE("an envelope that nobody asked for is not looked at", "[collector][hostile]") {
    Shelf office;
    office.switch_on(office.bob);
    const auto link = office.join(office.bob, office.cid);
    office.say(office.cid, link, envelope_frame, EnvelopeFrame{office.sealed(1).bytes});
    CHECK(office.bob.collected.empty());
    CHECK(office.bob.key_lookups == 0);
}

TEST_CASE("an envelope that is replayed after its purge is handed up no second time",
          "[collector][hostile]") {
    Shelf office;
    const auto sealed = office.sealed(1);
    office.put(office.cid, sealed);
    office.switch_on(office.bob);
    office.join(office.bob, office.cid);
    const auto link = office.join(office.bob, office.dan);
    office.say(office.dan, link, list_frame, EnvelopesFrame{{sealed.id}});
    office.say(office.dan, link, envelope_frame, EnvelopeFrame{sealed.bytes});
    CHECK(office.bob.collected.size() == 1);
    CHECK(office.bob.count(want_frame) == 1);
}

}  // namespace earshot::carrier
