#include "core/gossip/gossip.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/acquainted.hpp"

namespace earshot::gossip {

using Scene = Acquainted;

TEST_CASE("gossip redials a lost neighbour itself also when another one reaches it", "[gossip]") {
    Scene scene{2};
    auto& station = scene.station;
    const auto& lost = scene.others[0];
    auto told = station.link_down(1, LinkEnd::cut);
    CHECK(reaches(told, lost));
    const auto asked = sent<CheckFrame>(told, check_frame);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].link == 2);
    told = station.say(2, checked_frame, CheckedFrame{{lost.sid(), 5}, std::nullopt});
    CHECK(told.releases.empty());
    CHECK(sent<CallFrame>(told, call_frame).empty());
    SECTION("it can") {
        station.link_up(9, lost, true);
        station.pass(10s);
        CHECK_FALSE(station.gossip.overlay().is_backed_off(lost.sid(), station.now.steady));
    }
    SECTION("it cannot, so it asks to be dialled and does not try for long") {
        told = station.unreachable(lost, false);
        const auto calls = sent<CallFrame>(told, call_frame);
        REQUIRE(calls.size() == 1);
        CHECK(calls[0].link == 2);
        CHECK(calls[0].frame.from == station.self.sid());
        CHECK(calls[0].frame.to == lost.sid());
        CHECK(sent<DoubtsFrame>(station.pass(10s), doubts_frame).empty());
        CHECK(station.gossip.overlay().is_backed_off(lost.sid(), station.now.steady + 59min));
    }
}

TEST_CASE("gossip still finds out that others no longer reach whom it cannot reach itself",
          "[gossip]") {
    Scene scene{2, 3};
    auto& station = scene.station;
    const auto& lost = scene.others[0];
    station.link_down(1, LinkEnd::cut);
    station.say(2, checked_frame, CheckedFrame{{lost.sid(), 5}, std::nullopt});
    station.unreachable(lost, false);
    REQUIRE(station.sees(lost));
    std::size_t visits = 0;
    bool is_asked = false;
    for (int second = 0; second < 600 && !is_asked; ++second) {
        const auto told = station.pass(1s);
        if (!reaches(told, lost)) continue;
        ++visits;
        is_asked = !sent<CheckFrame>(station.unreachable(lost, false), check_frame).empty();
    }
    CHECK(is_asked);
    CHECK(visits == 1);
    const auto helper = scene.others[1].witness(lost, 5);
    station.say(2, checked_frame, CheckedFrame{{lost.sid(), 5}, helper});
    station.pass(4s);
    CHECK(station.witnesses_against(lost) == 2);
}

}  // namespace earshot::gossip
