#include "core/carrier/holdings.hpp"

#include "tests/unit/core/carrier/carrier_office.hpp"

namespace earshot::carrier {
namespace {

/// Ann is linked with Cid, and deposits by hand.
struct Counter : Trio {
    LinkId link = join(ann, cid);

    void give(const Sealed& sealed) { say(ann, link, deposit_frame, deposit(sealed)); }
    std::vector<Receipt> receipts() const { return receipts_of(cid); }
};

constexpr auto held = Receipt::held;
constexpr auto full = Receipt::full;
constexpr auto refused = Receipt::refused;

}  // namespace

TEST_CASE("a carrier sends no receipt when it could not store", "[carrier]") {
    Counter office;
    office.cid.store.fail_next_commit(ErrorKind::no_space);
    office.give(office.sealed(1));
    CHECK(office.receipts().empty());
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("a deposit that is repeated is held once, and promised again", "[carrier]") {
    Counter office;
    const auto sealed = office.sealed(1);
    office.give(sealed);
    office.give(sealed);
    CHECK(office.receipts() == std::vector{held, held});
    CHECK(office.cid.held().size() == 1);
    CHECK(office.cid.held().bytes() == sealed.bytes.size());
}

TEST_CASE("A17: nothing but the secret of an envelope deletes it", "[carrier][A17]") {
    Counter office;
    const auto sealed = office.sealed(1);
    office.give(sealed);
    const auto hash = purge_hash(PurgeSecret{{std::byte{1}}});
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{}}});
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{hash.bytes}}});
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{sealed.id.bytes}}});
    CHECK(office.cid.held().size() == 1);
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{{std::byte{1}}}}});
    CHECK(office.cid.held().size() == 0);
    CHECK(office.cid.held().purged_count() == 1);
}

TEST_CASE("A17: a purge of one envelope leaves the others", "[carrier][A17]") {
    Counter office;
    office.give(office.sealed(1));
    office.give(office.sealed(2));
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{{std::byte{2}}}}});
    CHECK(office.cid.held().size() == 1);
}

TEST_CASE("A17: a purge that comes before its envelope does nothing", "[carrier][A17]") {
    Counter office;
    const auto sealed = office.sealed(1);
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{{std::byte{1}}}}});
    office.give(sealed);
    CHECK(office.cid.held().size() == 1);
}

TEST_CASE("an envelope that was purged does not come back, not even sealed again", "[carrier]") {
    Counter office;
    const auto sealed = office.sealed(1);
    office.give(sealed);
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{{std::byte{1}}}}});
    office.restart(office.cid);
    office.link = office.join(office.ann, office.cid);
    const auto before = office.cid.count(purged_frame);
    office.give(sealed);
    office.give(office.sealed(1));
    CHECK(office.cid.held().size() == 0);
    CHECK(office.cid.count(purged_frame) == before + 2);
    // Somebody else who leaves that very envelope is told no secret.
    auto& dan = office.add();
    CarrierOffice::befriend(dan, office.cid);
    office.say(dan, office.join(dan, office.cid), deposit_frame, Trio::deposit(sealed));
    CHECK(office.cid.count(purged_frame) == before + 2);
    CHECK(office.receipts().back() == refused);
}

TEST_CASE("A18: a carrier takes nothing from strangers, and nothing for them", "[carrier][A18]") {
    Counter office;
    SECTION("from a stranger") { office.cid.contacts.erase(office.ann.id); }
    SECTION("for a stranger") { office.cid.contacts.erase(office.bob.id); }
    SECTION("for the depositor itself") { office.bob.target = office.ann.target; }
    office.give(office.sealed(1));
    CHECK(office.receipts() == std::vector{refused});
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("A18: what is too large, lives too long or is not what it says is refused",
          "[carrier][A18]") {
    Counter office;
    auto sealed = office.sealed(1);
    SECTION("oversize") { sealed.bytes.resize(limits::envelope_bytes_max + 1); }
    SECTION("no size that there is") { sealed.bytes.pop_back(); }
    SECTION("a life of 65,280 hours") { sealed.bytes[22] = std::byte{0xFF}; }
    SECTION("another envelope's id") { sealed.id = EnvelopeId{}; }
    office.give(sealed);
    CHECK(office.receipts() == std::vector{refused});
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("A18: of one depositor a carrier takes sixty an hour, however often it reconnects",
          "[carrier][A18]") {
    Counter office;
    for (unsigned number = 0; number < 70; ++number) {
        if (number % 10 == 0) {
            office.part(office.link);
            office.link = office.join(office.ann, office.cid);
        }
        office.give(office.sealed(number));
    }
    CHECK(office.cid.held().size() == 60);
    CHECK(office.receipts().back() == full);
    office.pass(1min);
    office.give(office.sealed(100));
    CHECK(office.receipts().back() == held);
    office.give(office.sealed(101));
    CHECK(office.receipts().back() == full);
}

TEST_CASE("A18: of one depositor a carrier holds two hundred", "[carrier][A18]") {
    Counter office;
    for (unsigned number = 0; number < 210; ++number) {
        office.pass(1min);
        office.give(office.sealed(number));
    }
    CHECK(office.cid.held().size() == limits::held_per_person_max);
    CHECK(office.receipts().back() == full);
}

TEST_CASE("A18: whoever fills a mailbox makes room for others who write to it", "[carrier][A18]") {
    Counter office;
    for (unsigned number = 0; number < 200; ++number) {
        office.pass(1min);
        office.give(office.sealed(number));
    }
    auto& dan = office.add();
    CarrierOffice::befriend(dan, office.cid);
    const auto link = office.join(dan, office.cid);
    for (unsigned number = 300; number < 310; ++number)
        office.say(dan, link, deposit_frame, Trio::deposit(office.sealed(number)));
    CHECK(office.cid.held().size() == limits::held_per_person_max);
    const auto receipts = office.receipts();
    CHECK(std::ranges::count(receipts, Receipt::not_held) == 10);  // To Ann, who is there.
    CHECK(receipts.back() == held);
}

TEST_CASE("A18: what is held stays below its bound in all", "[carrier][A18]") {
    HeldIndex index;
    const auto row = [](unsigned depositor, unsigned number) {
        store::HeldEnvelope made;
        made.id.bytes = {static_cast<std::byte>(depositor), static_cast<std::byte>(number),
                         static_cast<std::byte>(number >> 8)};
        made.depositor.bytes[0] = static_cast<std::byte>(depositor);
        made.recipient.bytes[0] = static_cast<std::byte>(100 + number % 50);
        made.bytes = limits::envelope_bytes_max;
        made.expires = Duration{1000 * number + depositor};
        return made;
    };
    // Nine who take what one may have are more than there is in all.
    for (unsigned depositor = 1; depositor <= 9; ++depositor)
        for (unsigned number = 0; number < 120; ++number) {
            const auto next = row(depositor, number);
            const auto going = index.room_for(next);
            if (!going) continue;
            for (const auto& id : *going) index.remove(id);
            index.add(next);
            REQUIRE(index.bytes() <= limits::held_bytes_max);
        }
    CHECK(index.bytes() > limits::held_bytes_max - limits::envelope_bytes_max);
    // The last one has as much as the others: nobody is crowded out.
    for (unsigned depositor = 1; depositor <= 9; ++depositor) {
        DeviceId id;
        id.bytes[0] = static_cast<std::byte>(depositor);
        CHECK(index.of_depositor(id).count >= 100);
    }
}

TEST_CASE("A18: where there are too many envelopes, whoever has most of them makes room",
          "[carrier][A18]") {
    HeldIndex index;
    const auto row = [](unsigned depositor, unsigned number, std::size_t bytes) {
        store::HeldEnvelope made;
        made.id.bytes = {static_cast<std::byte>(depositor), static_cast<std::byte>(number)};
        made.depositor.bytes[0] = static_cast<std::byte>(depositor);
        made.bytes = bytes;
        made.expires = Duration{number};
        return made;
    };
    // One sends few large ones, another as many small ones as there can be.
    for (unsigned number = 0; number < 10; ++number)
        index.add(row(1, number, limits::envelope_bytes_max));
    for (unsigned number = 0; number < limits::held_per_person_max - 10; ++number)
        index.add(row(2, number, 2048));
    CHECK_FALSE(index.room_for(row(2, 250, 2048)));
    const auto going = index.room_for(row(1, 250, limits::envelope_bytes_max));
    REQUIRE(going);
    REQUIRE(going->size() == 1);
    CHECK((*going)[0].bytes[0] == std::byte{2});
    CHECK((*going)[0].bytes[1] == std::byte{0});
}

TEST_CASE("only its recipient is told of an envelope, or gets it", "[carrier]") {
    Counter office;
    const auto sealed = office.sealed(1);
    office.give(sealed);
    auto& dan = office.add();
    CarrierOffice::befriend(dan, office.cid);
    const auto link = office.join(dan, office.cid);
    office.say(dan, link, want_frame, EnvelopesFrame{{sealed.id}});
    office.say(dan, link, ask_frame, EnvelopesFrame{{sealed.id}});
    office.say(dan, link, deposit_frame, Trio::deposit(sealed));
    CHECK(office.cid.count(list_frame) == 0);
    CHECK(office.cid.count(envelope_frame) == 0);
    CHECK(office.receipts() == std::vector{held, Receipt::not_held, Receipt::not_held, refused});
}

TEST_CASE("recipients are sought until they were told, and then only now and then", "[carrier]") {
    Counter office;
    const auto sought = [&] { return office.cid.held().untold(office.now); };
    office.give(office.sealed(1));
    CHECK(sought() == std::vector{office.bob.id});
    office.switch_on(office.bob);
    office.bob.keeps = false;  // It cannot read it.
    const auto to_bob = office.join(office.bob, office.cid);
    CHECK(office.cid.held().size() == 1);
    CHECK(sought().empty());
    office.part(to_bob);
    office.pass(9min);
    CHECK(sought().empty());
    SECTION("what is new is told at once") {
        office.give(office.sealed(2));
        CHECK(sought().size() == 1);
    }
    SECTION("after a while") {
        office.pass(2min);
        CHECK(sought().size() == 1);
    }
    SECTION("and after a restart") {
        office.restart(office.cid);
        CHECK(sought().size() == 1);
    }
}

TEST_CASE("a recipient that asks for the same again and again gets so much only",
          "[carrier][A18]") {
    Counter office;
    const auto sealed = office.sealed(1);
    office.give(sealed);
    office.switch_on(office.bob);
    office.bob.says = [](SendFrame&) { return false; };
    const auto link = office.join(office.bob, office.cid);
    const std::vector<EnvelopeId> many(limits::envelopes_named_max, sealed.id);
    office.say(office.bob, link, want_frame, EnvelopesFrame{many});
    CHECK(office.cid.count(envelope_frame) == limits::envelopes_in_flight_max);
}

TEST_CASE("an envelope is deleted when its life at the carrier is over", "[carrier]") {
    Counter office;
    office.give(office.sealed(1, 12));
    office.give(office.sealed(2, 24));
    office.pass(12h - 1s);
    CHECK(office.cid.held().size() == 2);
    office.pass(1s);
    CHECK(office.cid.held().size() == 1);
    CHECK(office.receipts().back() == Receipt::not_held);
    office.pass(12h);
    CHECK(office.cid.held().size() == 0);
    CHECK_FALSE(office.cid.carriage->next_deadline());
}

TEST_CASE("a life does not grow by restarts, and the time a computer is off counts", "[carrier]") {
    Counter office;
    office.give(office.sealed(1, 12));
    for (int i = 0; i < 5; ++i) {
        office.pass(1h);
        office.restart(office.cid);
    }
    office.switch_off(office.cid);
    office.pass(6h + 30min);
    office.switch_on(office.cid);
    CHECK(office.cid.held().size() == 1);
    office.pass(31min);
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("a wall clock that jumps neither prolongs a life nor ends one of weeks", "[carrier]") {
    Counter office;
    office.give(office.sealed(1, 72));
    const auto jump = GENERATE(-20 * 8766h, 20 * 8766h);
    SECTION("while it runs") { office.now.wall += jump; }
    SECTION("while it is off") {
        office.switch_off(office.cid);
        office.now.wall += jump;
        office.switch_on(office.cid);
    }
    office.settle();
    office.pass(47h);
    CHECK(office.cid.held().size() == 1);
    office.pass(25h);
    CHECK(office.cid.held().size() == 0);
}

TEST_CASE("that an envelope was purged is remembered as long as it would have lived", "[carrier]") {
    Counter office;
    office.give(office.sealed(1, 12));
    office.pass(6h);
    office.say(office.ann, office.link, purge_frame, SecretsFrame{{PurgeSecret{{std::byte{1}}}}});
    office.pass(6h - 1s);
    CHECK(office.cid.held().purged_count() == 1);
    office.pass(2s);
    CHECK(office.cid.held().purged_count() == 0);
}

}  // namespace earshot::carrier
