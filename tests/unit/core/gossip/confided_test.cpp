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

}  // namespace earshot::gossip
