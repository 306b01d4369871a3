#include <algorithm>

#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/station.hpp"

namespace earshot::gossip {

TEST_CASE("gossip shows a record that is confided, and tells nobody of it", "[gossip]") {
    const Computer neighbour{1};
    Station station;
    station.link_up(1, neighbour);
    station.say(1, neighbour_frame, NeighbourFrame{Neighbourly::begs});
    station.tell(1, neighbour.record(5));
    const Computer hidden{77};
    auto presence = hidden.presence(5);
    presence.set_confided(true);
    const auto digest = station.gossip.table().digest();
    station.link_up(9, hidden);
    station.tell(9, hidden.sign(presence));
    const auto told = station.pass(10s);
    CHECK(station.sees(hidden));
    CHECK(station.gossip.table().digest() == digest);

    const auto names_it = [&](const auto& each) { return each.sid == hidden.sid(); };
    for (const auto& have : sent<HaveFrame>(told, have_frame))
        CHECK(std::ranges::none_of(have.frame.versions, names_it));
    CHECK(sent<RecordsFrame>(station.say(1, want_frame, WantFrame{{hidden.sid()}}), records_frame)
              .empty());
    DigestFrame other;
    other.buckets.resize(limits::sync_buckets);
    const auto answers = sent<BucketsFrame>(station.say(1, digest_frame, other), buckets_frame);
    REQUIRE(answers.size() == 1);
    CHECK_FALSE(answers[0].frame.holdings.empty());
    CHECK(std::ranges::none_of(answers[0].frame.holdings, names_it));
}

TEST_CASE("gossip tells nobody of whom it heard in another network only", "[gossip]") {
    const auto others = make_computers(3);
    const auto& absent = others[2];
    Station station;
    station.link_up(1, others[0]);
    station.tell(1, absent.record(5));
    station.link_down(1, LinkEnd::parted);
    station.gossip.on_moved();
    station.link_up(2, others[1]);
    station.say(2, neighbour_frame, NeighbourFrame{Neighbourly::begs});
    const auto is_told = [&] {
        return !sent<RecordsFrame>(station.say(2, want_frame, WantFrame{{absent.sid()}}),
                                   records_frame)
                    .empty();
    };
    CHECK(station.sees(absent));
    CHECK_FALSE(is_told());
    SECTION("nor asks for help to find it") {
        CHECK(sent<CheckFrame>(station.unreachable(absent, false), check_frame).empty());
        station.pass(15s);
        CHECK_FALSE(station.sees(absent));
    }
    SECTION("until there is a newer version") {
        station.tell(2, absent.record(6));
        CHECK(is_told());
    }
    SECTION("until somebody here tells of it") {
        SECTION("by its record") { station.tell(2, absent.record(5)); }
        SECTION("by announcing it") { station.say(2, have_frame, HaveFrame{{{absent.sid(), 5}}}); }
        SECTION("in its table") {
            station.say(2, buckets_frame,
                        BucketsFrame{true,
                                     {static_cast<std::uint8_t>(Table::bucket_of(absent.sid()))},
                                     {{absent.sid(), 5, absent.record(5).hash}}});
        }
        CHECK(is_told());
    }
    SECTION("not until somebody announces an older version") {
        station.say(2, have_frame, HaveFrame{{{absent.sid(), 4}}});
        CHECK_FALSE(is_told());
    }
}

TEST_CASE("gossip tells whoever wants its own record, though it was heard in another network only",
          "[gossip]") {
    // Somebody used its keys there, and it has to go above what that one said.
    const auto others = make_computers(2);
    const auto& twin = others[1];
    Station station;
    station.link_up(1, others[0]);
    station.tell(1, twin.record(5));
    station.link_down(1, LinkEnd::parted);
    station.gossip.on_moved();
    station.link_up(2, twin);
    const auto told =
        sent<RecordsFrame>(station.say(2, want_frame, WantFrame{{twin.sid()}}), records_frame);
    REQUIRE(told.size() == 1);
    REQUIRE(told[0].frame.records.size() == 1);
    CHECK(told[0].frame.records[0].record == twin.record(5).bytes);
}

TEST_CASE("gossip that is seen anew asks those it has links with, and tells them of one another",
          "[gossip]") {
    // Two who do not reach each other, as where an access point keeps them apart.
    const auto others = make_computers(2);
    const auto& anna = others[0];
    const auto& bob = others[1];
    Station station;
    for (LinkId link = 1; link <= 2; ++link) {
        station.link_up(link, others[link - 1]);
        station.say(link, neighbour_frame, NeighbourFrame{Neighbourly::begs});
        station.tell(link, others[link - 1].record(5));
    }
    // As if it had not been here before it could tell which network this is.
    station.gossip.on_moved();
    const auto asked = sent<DigestFrame>(station.pass(1ms), digest_frame);
    REQUIRE(asked.size() == 2);

    const auto answer = [&](LinkId link) {
        const auto& other = others[link - 1];
        const auto bucket = static_cast<std::uint8_t>(Table::bucket_of(other.sid()));
        const Holding holding{other.sid(), 5, other.record(5).hash};
        station.say(link, buckets_frame, BucketsFrame{false, {bucket}, {holding}});
    };
    answer(1);
    answer(2);
    const auto told = sent<HaveFrame>(station.pass(limits::announce_tick), have_frame);
    const auto names = [&](LinkId link, const Computer& computer) {
        return std::ranges::any_of(told, [&](const auto& have) {
            return have.link == link &&
                   std::ranges::find(have.frame.versions, Version{computer.sid(), 5}) !=
                       have.frame.versions.end();
        });
    };
    CHECK(names(1, bob));
    CHECK(names(2, anna));
    CHECK(sent<RecordsFrame>(station.say(1, want_frame, WantFrame{{bob.sid()}}), records_frame)
              .size() == 1);
}

}  // namespace earshot::gossip
