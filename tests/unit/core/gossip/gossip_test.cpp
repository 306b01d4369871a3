#include "core/gossip/gossip.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/acquainted.hpp"

namespace earshot::gossip {
namespace {

using Scene = Acquainted;

bool are_empty(const Effects& effects) {
    return effects.frames.empty() && effects.closes.empty() && effects.reaches.empty() &&
           effects.changed.empty();
}

/// After the word of one other it is looked for.
constexpr Duration looked_for = limits::suspicion_max + limits::check_patience + 1s;

}  // namespace

TEST_CASE("gossip believes doubts about somebody that we were parted from while it was heard",
          "[gossip]") {
    Scene scene{3};
    auto& station = scene.station;
    const auto& subject = scene.others[0];
    // Its last sign of life is not old, so we know better; then the link with it is trimmed.
    station.doubt(
        2, doubt_of(subject, 5,
                    {scene.others[1].witness(subject, 5), scene.others[2].witness(subject, 5)}));
    station.pass(30s);
    REQUIRE(station.sees(subject));
    station.link_down(1, LinkEnd::parted);
    CHECK(station.sees(subject));
    station.pass(limits::suspicion_max + 5s);
    CHECK_FALSE(station.sees(subject));
}

TEST_CASE("gossip greets with what it holds against the other, who contradicts", "[gossip]") {
    Scene scene{2};
    auto& station = scene.station;
    const auto& alice = scene.others[0];
    const auto& stranger = scene.others[3];
    station.doubt(1, doubt_of(stranger, 5, {alice.witness(stranger, 5)}));
    auto greetings = sent<Greeting>(station.link_up(9, stranger), greeting_frame);
    REQUIRE(greetings.size() == 1);
    CHECK(greetings[0].frame.known_seq == 5);
    CHECK(greetings[0].frame.held_against == 5);

    SECTION("we are told what is held against us") {
        const auto before = station.own_seq();
        auto greeting = greetings[0].frame;
        greeting.known_seq = before;
        greeting.held_against = before;
        const auto told = station.say(9, greeting_frame, greeting);
        CHECK(told.is_own_new);
        CHECK(station.own_seq() == before + 1);
        // All three links are told, no matter who is a neighbour.
        CHECK(sent<RecordsFrame>(told, records_frame).size() == 3);
    }
    SECTION("we are not known yet") {
        auto greeting = greetings[0].frame;
        greeting.held_against.reset();
        greeting.known_seq = 0;
        const auto told = station.say(9, greeting_frame, greeting);
        CHECK_FALSE(told.is_own_new);
        const auto records = sent<RecordsFrame>(told, records_frame);
        REQUIRE(records.size() == 1);
        CHECK(records[0].frame.records[0].record == station.gossip.own().record().bytes);
    }
}

TEST_CASE("gossip contradicts a doubt about itself at once", "[gossip]") {
    Scene scene{2};
    auto& station = scene.station;
    const auto& alice = scene.others[0];
    const auto before = station.own_seq();
    const auto told =
        station.doubt(1, doubt_of(station.self, before, {alice.witness(station.self, before)}));
    CHECK(told.is_own_new);
    CHECK(station.own_seq() == before + 1);
    // The old doubt, again: the newer record goes where it got lost.
    const auto again =
        station.doubt(2, doubt_of(station.self, before, {alice.witness(station.self, before)}));
    CHECK_FALSE(again.is_own_new);
    const auto records = sent<RecordsFrame>(again, records_frame);
    REQUIRE(records.size() == 1);
    CHECK(records[0].link == 2);
    CHECK(records[0].frame.records[0].record == station.gossip.own().record().bytes);
}

TEST_CASE("gossip answers a stale doubt about anybody with the newer record", "[gossip]") {
    Scene scene{2};
    const auto& subject = scene.others[3];
    const auto told =
        scene.station.doubt(1, doubt_of(subject, 4, {scene.others[0].witness(subject, 4)}));
    const auto records = sent<RecordsFrame>(told, records_frame);
    REQUIRE(records.size() == 1);
    CHECK(records[0].frame.records[0].record == subject.record(5).bytes);
    CHECK(scene.station.witnesses_against(subject) == 0);
}

TEST_CASE("gossip passes a doubt on but does not believe it while it hears the other itself",
          "[gossip]") {
    Scene scene{3};
    auto& station = scene.station;
    const auto& subject = scene.others[1];
    station.doubt(
        1, doubt_of(subject, 5,
                    {scene.others[0].witness(subject, 5), scene.others[3].witness(subject, 5),
                     scene.others[4].witness(subject, 5)}));
    const auto doubts = sent<DoubtsFrame>(station.pass(limits::announce_tick), doubts_frame);
    REQUIRE(doubts.size() == 2);
    CHECK(doubts[0].link == 2);  // The subject hears of it first hand.
    CHECK(doubts[1].link == 3);
    CHECK(doubts[0].frame.doubts[0].witnesses.size() == 3);
    station.pass(3min);
    CHECK(station.sees(subject));
    SECTION("until its link falls silent") {
        station.deaf.insert(2);
        station.link_down(2, LinkEnd::silent);
        station.pass(10s);
        CHECK_FALSE(station.sees(subject));
    }
}

TEST_CASE("gossip believes enough doubts after six seconds, unless a newer record comes",
          "[gossip]") {
    Scene scene{1};
    auto& station = scene.station;
    const auto& subject = scene.others[3];
    station.doubt(
        1, doubt_of(subject, 5,
                    {scene.others[0].witness(subject, 5), scene.others[1].witness(subject, 5),
                     scene.others[2].witness(subject, 5)}));
    station.pass(6s - 1ms);
    CHECK(station.sees(subject));
    SECTION("it does not come") {
        const auto told = station.pass(1ms);
        CHECK(told.changed == std::vector{subject.device()});
        CHECK_FALSE(station.sees(subject));
        const auto before = station.gossip.table().find(subject.sid())->gone_since;
        station.pass(1min);
        CHECK(station.gossip.table().find(subject.sid())->gone_since == before);
    }
    SECTION("it comes") {
        station.tell(1, subject.record(6));
        station.pass(10s);
        CHECK(station.sees(subject));
        CHECK(station.witnesses_against(subject) == 0);
    }
}

TEST_CASE("gossip listens no more to whoever doubted three who then said otherwise", "[gossip]") {
    Scene scene{1, 8};
    auto& station = scene.station;
    const auto& accuser = scene.others[1];
    const auto doubt_and_refute = [&](std::size_t subject) {
        const auto& computer = scene.others[subject];
        station.doubt(1, doubt_of(computer, 5, {accuser.witness(computer, 5)}));
        CHECK(station.witnesses_against(computer) == 1);
        station.tell(1, computer.record(6));
    };
    for (const std::size_t subject : {2u, 3u, 4u}) doubt_and_refute(subject);
    const auto& last = scene.others[5];
    station.doubt(1, doubt_of(last, 5, {accuser.witness(last, 5)}));
    CHECK(station.witnesses_against(last) == 0);
    // Others are still listened to.
    station.doubt(1, doubt_of(last, 5, {scene.others[6].witness(last, 5)}));
    CHECK(station.witnesses_against(last) == 1);
}

TEST_CASE("gossip holds nothing against whoever doubted somebody who was gone indeed", "[gossip]") {
    Scene scene{1, 8};
    auto& station = scene.station;
    const auto& accuser = scene.others[1];
    const auto check_is_heard = [&] {
        const auto& last = scene.others[5];
        station.doubt(1, doubt_of(last, 5, {accuser.witness(last, 5)}));
        CHECK(station.witnesses_against(last) == 1);
    };
    SECTION("it was believed gone, and came back") {
        for (const std::size_t subject : {2u, 3u, 4u}) {
            const auto& computer = scene.others[subject];
            station.doubt(1, doubt_of(computer, 5, {accuser.witness(computer, 5)}));
        }
        station.pass(looked_for);
        for (const std::size_t subject : {2u, 3u, 4u}) {
            CHECK_FALSE(station.sees(scene.others[subject]));
            station.tell(1, scene.others[subject].record(6));
        }
        check_is_heard();
    }
    SECTION("it was restarted before anybody believed it") {
        for (const std::size_t subject : {2u, 3u, 4u}) {
            const auto& computer = scene.others[subject];
            station.doubt(1,
                          doubt_of(computer, 5, {accuser.witness(computer, 5, Evidence::refused)}));
            auto restarted = computer.presence(6);
            restarted.instance.bytes.fill(std::byte{200});
            station.tell(1, computer.sign(restarted));
        }
        check_is_heard();
    }
}

TEST_CASE("gossip publishes no doubts while it may itself be the one who is cut off", "[gossip]") {
    Scene scene{4};
    auto& station = scene.station;
    const auto lose = [&](LinkId link) {
        station.deaf.insert(link);
        return station.link_down(link, LinkEnd::silent);
    };
    SECTION("it lost half of its links one after the other") {
        lose(1);
        station.pass(2s);
        lose(2);
        CHECK(station.gossip.is_held(station.now.steady));
        CHECK(sent<DoubtsFrame>(station.pass(14s), doubts_frame).empty());
        // Then it does.
        scene.fail_to_reach(station.pass(1s));
        CHECK_FALSE(sent<DoubtsFrame>(station.pass(5s), doubts_frame).empty());
    }
    SECTION("it came late to its turn") {
        station.oversleep(5min);
        lose(1);
        CHECK(station.gossip.is_held(station.now.steady));
        CHECK(sent<DoubtsFrame>(station.pass(14s), doubts_frame).empty());
    }
    SECTION("it has just woken up") {
        station.gossip.on_woke(station.now);
        lose(1);
        CHECK(sent<DoubtsFrame>(station.pass(14s), doubts_frame).empty());
    }
}

TEST_CASE("gossip that wakes up believes no doubt that ran out while it slept", "[gossip]") {
    Scene scene{1};
    auto& station = scene.station;
    const auto& subject = scene.others[3];
    station.doubt(
        1, doubt_of(subject, 5,
                    {scene.others[0].witness(subject, 5), scene.others[1].witness(subject, 5),
                     scene.others[2].witness(subject, 5)}));
    station.pass(5s);
    station.oversleep(10min);
    station.gossip.on_woke(station.now);
    station.pass(14s);
    CHECK(station.sees(subject));
    station.pass(2s);
    CHECK_FALSE(station.sees(subject));
}

TEST_CASE("gossip tells somebody of a doubt that it only finds in another table", "[gossip]") {
    Scene scene{2};
    auto& station = scene.station;
    SECTION("whom it has a link with") {
        const auto& subject = scene.others[1];
        const auto told =
            station.doubt(1, doubt_of(subject, 5, {scene.others[0].witness(subject, 5)}), true);
        const auto doubts = sent<DoubtsFrame>(told, doubts_frame);
        REQUIRE(doubts.size() == 1);
        CHECK(doubts[0].link == 2);
        CHECK(doubts[0].frame.doubts[0].subject == subject.sid());
    }
    SECTION("whom it goes to see first") {
        const auto& subject = scene.others[3];
        auto told =
            station.doubt(1, doubt_of(subject, 5, {scene.others[0].witness(subject, 5)}), true);
        CHECK(reaches(told, subject));
        CHECK(station.witnesses_against(subject) == 0);
        told = station.link_up(9, subject, true);
        const auto greetings = sent<Greeting>(told, greeting_frame);
        REQUIRE(greetings.size() == 1);
        CHECK(greetings[0].frame.held_against == 5);
    }
    SECTION("who is not there when it goes to see") {
        const auto& subject = scene.others[3];
        station.doubt(1, doubt_of(subject, 5, {scene.others[0].witness(subject, 5)}), true);
        scene.fail_to_reach(station.unreachable(subject, false));
        station.pass(5s);
        CHECK(station.witnesses_against(subject) == 3);
    }
}

TEST_CASE("gossip takes the doubts of another table about somebody it believes gone as well",
          "[gossip]") {
    Scene scene{1};
    auto& station = scene.station;
    const auto& subject = scene.others[3];
    station.doubt(1, doubt_of(subject, 5, {scene.others[0].witness(subject, 5)}));
    station.pass(looked_for);
    const auto before = station.witnesses_against(subject);
    REQUIRE_FALSE(station.sees(subject));
    station.doubt(1, doubt_of(subject, 5, {scene.others[1].witness(subject, 5)}), true);
    CHECK(station.witnesses_against(subject) == before + 1);
}

TEST_CASE("gossip adopts the view of its first neighbour of those it never heard of", "[gossip]") {
    const auto others = make_computers(3);
    Station station;
    station.link_up(1, others[0]);
    station.tell(1, others[0].record(5));
    station.tell(1, others[1].record(5));
    station.tell(1, others[2].record(5));
    station.doubt(1, doubt_of(others[1], 5, {others[0].witness(others[1], 5)}), true);
    CHECK_FALSE(station.sees(others[1]));
    CHECK(station.sees(others[2]));
    // Not of somebody it sees itself.
    station.link_up(2, others[2]);
    station.doubt(1, doubt_of(others[2], 5, {others[0].witness(others[2], 5)}), true);
    CHECK(station.sees(others[2]));
}

TEST_CASE("gossip shows the author of two records of one version the one that it keeps",
          "[gossip]") {
    const auto others = make_computers(2);
    Station station;
    station.link_up(1, others[0]);
    station.link_up(2, others[1]);
    station.tell(1, others[0].record(5, State::online));
    const auto told = station.tell(2, others[0].record(5, State::asleep));
    const auto shown = sent<RecordsFrame>(told, records_frame);
    REQUIRE(shown.size() == 1);
    CHECK(shown[0].link == 1);
    const auto kept = station.gossip.table().find(others[0].sid())->record;
    REQUIRE(shown[0].frame.records.size() == 1);
    CHECK(read_record(shown[0].frame.records[0].record)->hash == kept->hash);
}

TEST_CASE("gossip dials whoever calls once in a while, and passes some calls of each link on",
          "[gossip]") {
    Scene scene{2};
    auto& station = scene.station;
    const auto& caller = scene.others[3];
    SECTION("for us") {
        const CallFrame call{caller.sid(), station.self.sid()};
        CHECK(reaches(station.say(1, call_frame, call), caller));
        CHECK(are_empty(station.say(2, call_frame, call)));
    }
    SECTION("for somebody we have a link with") {
        const CallFrame call{scene.others[0].sid(), scene.others[1].sid()};
        for (double said = 0; said < limits::calls_per_link_burst; ++said) {
            const auto calls = sent<CallFrame>(station.say(1, call_frame, call), call_frame);
            REQUIRE(calls.size() == 1);
            CHECK(calls[0].link == 2);
        }
        CHECK(are_empty(station.say(1, call_frame, call)));
    }
    SECTION("for somebody we have a link with, after one for somebody we have none with") {
        station.say(1, call_frame, CallFrame{scene.others[0].sid(), caller.sid()});
        const CallFrame call{scene.others[0].sid(), scene.others[1].sid()};
        CHECK(sent<CallFrame>(station.say(1, call_frame, call), call_frame).size() == 1);
    }
    SECTION("not for somebody who does not call itself") {
        const CallFrame call{caller.sid(), scene.others[1].sid()};
        CHECK(are_empty(station.say(1, call_frame, call)));
    }
    SECTION("not of somebody unknown") {
        CHECK(are_empty(
            station.say(1, call_frame, CallFrame{Computer{88}.sid(), station.self.sid()})));
    }
}

TEST_CASE("gossip knows that it met whoever it has a link with, whoever told first", "[gossip]") {
    const auto others = make_computers(2);
    Station station;
    station.link_up(1, others[0]);
    station.link_up(2, others[1]);
    station.tell(1, others[1].record(5));
    const auto* const entry = station.gossip.table().find(others[1].sid());
    REQUIRE(entry != nullptr);
    CHECK(entry->is_met);
}

TEST_CASE("gossip tells neighbours of news, from when they are asked until they part", "[gossip]") {
    const auto others = make_computers(4);
    Station station;
    station.link_up(1, others[0]);
    station.tell(1, others[0].record(5));
    // In a small network the side that dialled asks; others are told from then on.
    station.link_up(2, others[1], true);
    const auto announced_to = [&](const Effects& effects) {
        std::vector<LinkId> links;
        for (const auto& each : sent<HaveFrame>(effects, have_frame)) links.push_back(each.link);
        return links;
    };
    station.pass(1s);
    station.tell(1, others[2].record(5));
    CHECK(announced_to(station.pass(100ms)) == std::vector<LinkId>{2});
    station.say(2, neighbour_frame, NeighbourFrame{Neighbourly::accepts});
    station.tell(1, others[2].record(6));
    CHECK(announced_to(station.pass(100ms)) == std::vector<LinkId>{2});
    station.link_up(3, others[3]);
    station.say(3, neighbour_frame, NeighbourFrame{Neighbourly::asks});
    station.say(2, neighbour_frame, NeighbourFrame{Neighbourly::parts});
    station.pass(1s);
    station.tell(1, others[2].record(7));
    CHECK(announced_to(station.pass(100ms)) == std::vector<LinkId>{3});
}

TEST_CASE("gossip that reached nobody believes the first it meets about who is there", "[gossip]") {
    Scene scene{1};
    auto& station = scene.station;
    const auto& friend_ = scene.others[0];
    const auto& subject = scene.others[3];
    station.pass(2min);
    station.link_down(1, LinkEnd::silent);
    station.unreachable(subject, false);
    station.pass(1min);
    REQUIRE_FALSE(station.sees(subject));
    REQUIRE_FALSE(station.sees(friend_));

    // Nobody has been told: nobody has to contradict.
    const auto greetings = sent<Greeting>(station.link_up(2, friend_), greeting_frame);
    REQUIRE(greetings.size() == 1);
    CHECK_FALSE(greetings[0].frame.held_against);
    CHECK(station.sees(friend_));
    BucketsFrame table;
    table.is_answer = true;
    table.buckets = {static_cast<std::uint8_t>(Table::bucket_of(subject.sid()))};
    table.holdings = {{subject.sid(), 5, subject.record(5).hash, 0}};
    SECTION("whose table holds nothing against somebody") {
        const auto said = station.say(2, buckets_frame, table);
        CHECK(station.sees(subject));
        CHECK(station.witnesses_against(subject) == 0);
        for (const auto& each : sent<DoubtsFrame>(said, doubts_frame))
            for (const auto& doubt : each.frame.doubts) CHECK(doubt.subject != subject.sid());
    }
    SECTION("whose table does so too") {
        table.holdings[0].witnesses = 1;
        station.say(2, buckets_frame, table);
        CHECK_FALSE(station.sees(subject));
    }
}

TEST_CASE("gossip makes no doubt while none of those whom it asks answers", "[gossip]") {
    Scene scene{3};
    auto& station = scene.station;
    const auto& subject = scene.others[4];
    station.unreachable(subject, false);
    SECTION("since it may be itself that is cut off") {
        station.pass(17s);
        CHECK(station.witnesses_against(subject) == 0);
    }
    SECTION("but as soon as one of them has") {
        const Version version{subject.sid(), 5};
        for (LinkId link = 1; link <= 3; ++link)
            station.say(link, checked_frame,
                        CheckedFrame{version, scene.others[link - 1].witness(subject, 5)});
        station.pass(5s);
        CHECK(station.witnesses_against(subject) == limits::witnesses_enough);
    }
}

TEST_CASE("gossip answers with the cards that it has, and names those that it has not",
          "[gossip]") {
    Scene scene{1};
    auto& station = scene.station;
    CardHash held{};
    held.bytes.fill(std::byte{1});
    station.cards[held] = Bytes(600, std::byte{2});
    const auto told =
        station.say(1, card_wanted_frame, CardWantedFrame{{CardHash{}, held, CardHash{}}});
    REQUIRE(told.frames.size() == 2);
    CHECK(told.frames[0].type == foreign_card_frame);
    CHECK(told.frames[0].body == station.cards[held]);
    const auto missing = sent<CardsMissingFrame>(told, cards_missing_frame);
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].frame.cards == std::vector{CardHash{}, CardHash{}});
    CHECK(station.say(1, card_wanted_frame, CardWantedFrame{{held}}).frames.size() == 1);
}

TEST_CASE("gossip says when its clock and that of others differ", "[gossip]") {
    Scene scene{1};
    Greeting greeting;
    greeting.clock = scene.station.now.wall + 7min;
    scene.station.say(1, greeting_frame, greeting);
    CHECK(scene.station.gossip.clock_offsets() == std::vector{Duration{7min}});
    scene.station.link_down(1, LinkEnd::parted);
    CHECK(scene.station.gossip.clock_offsets().empty());
}

}  // namespace earshot::gossip
