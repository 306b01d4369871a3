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

TEST_CASE(
    "gossip has all neighbours call whom it does not reach, since who knows of it may have no link",
    "[gossip]") {
    Scene scene{3};
    auto& station = scene.station;
    const auto& lost = scene.others[0];
    station.link_down(1, LinkEnd::cut);
    station.say(2, checked_frame, CheckedFrame{{lost.sid(), 5}, std::nullopt});
    const auto calls = sent<CallFrame>(station.unreachable(lost, false), call_frame);
    REQUIRE(calls.size() == 2);
    CHECK(calls[0].link == 2);
    CHECK(calls[1].link == 3);
    CHECK(calls[1].frame.to == lost.sid());
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

TEST_CASE("gossip asks whom it could not ask before, before it believes what two heard",
          "[gossip]") {
    // Whoever could contradict may not have heard of it: the two may have been cut off together.
    Scene scene{2};
    auto& station = scene.station;
    const auto& lost = scene.others[1];
    scene.fail_to_reach(station.link_down(2, LinkEnd::cut));
    station.unreachable(lost, false);
    REQUIRE(station.witnesses_against(lost) == 2);

    SECTION("there is nobody else") {
        station.pass(26s);
        CHECK_FALSE(station.sees(lost));
    }
    SECTION("there is") {
        constexpr LinkId late{3};
        station.pass(20s);
        station.link_up(late, scene.others[2]);
        const auto told = station.pass(6s);
        CHECK(station.sees(lost));
        const auto asked = sent<CheckFrame>(told, check_frame);
        const auto is_of_late = [](const auto& each) { return each.link == late; };
        REQUIRE(std::ranges::any_of(asked, is_of_late));
        SECTION("who reaches it") {
            station.say(late, checked_frame, CheckedFrame{{lost.sid(), 5}, std::nullopt});
            station.unreachable(lost, false);
            station.pass(1min);
            CHECK(station.sees(lost));
        }
        SECTION("who does not, either") {
            station.unreachable(lost, false);
            scene.fail_to_reach(told);
            CHECK_FALSE(station.sees(lost));
        }
    }
}

}  // namespace earshot::gossip
