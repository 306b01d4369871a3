#include <algorithm>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/station.hpp"

namespace earshot::gossip {
namespace {

/// A computer with three neighbours that knows of a fourth one, which is dialled in vain.
struct Scene {
    std::vector<Computer> others = make_computers(4);
    const Computer& subject = others[3];
    Station station{};

    Scene() {
        for (LinkId link = 1; link <= 3; ++link) {
            station.link_up(link, others[link - 1]);
            station.say(link, neighbour_frame, NeighbourFrame{Neighbourly::begs});
        }
        for (const auto& other : others) station.tell(1, other.record(5));
        station.pass(10s);
    }
};

}  // namespace

TEST_CASE("gossip whose dial is refused need not dial again to say so", "[gossip]") {
    Scene scene;
    const auto said = scene.station.unreachable(scene.subject, true);
    CHECK_FALSE(reaches(said, scene.subject));
    CHECK(sent<CheckFrame>(said, check_frame).size() == limits::helpers);
    CHECK(scene.station.witnesses_against(scene.subject) == 1);
    scene.station.pass(limits::refused_suspicion);
    CHECK_FALSE(scene.station.sees(scene.subject));
}

TEST_CASE("gossip that was asked to try asks nobody itself", "[gossip]") {
    Scene scene;
    scene.station.say(1, check_frame, CheckFrame{{scene.subject.sid(), 5}});
    const auto said = scene.station.unreachable(scene.subject, GENERATE(true, false));
    CHECK(sent<CheckedFrame>(said, checked_frame).size() == 1);
    CHECK(sent<CheckFrame>(said, check_frame).empty());
}

TEST_CASE("gossip that was cut off compares tables when it reaches whom it took for gone alone",
          "[gossip]") {
    // Whoever was cut off as well, and is linked already, has heard that from its table.
    Scene scene;
    for (LinkId link = 1; link <= 3; ++link) scene.station.link_down(link, LinkEnd::silent);
    scene.station.pass(2min);
    REQUIRE_FALSE(scene.station.sees(scene.others[0]));
    REQUIRE_FALSE(scene.station.sees(scene.others[1]));
    constexpr LinkId first{5};
    constexpr LinkId second{6};
    scene.station.link_up(first, scene.others[0]);
    scene.station.pass(limits::refill);
    const auto said = scene.station.link_up(second, scene.others[1]);
    const auto is_on_first = [](const auto& each) { return each.link == first; };
    CHECK(std::ranges::none_of(sent<DigestFrame>(said, digest_frame), is_on_first));
    const auto later = scene.station.pass(limits::refill);
    CHECK(std::ranges::any_of(sent<DigestFrame>(later, digest_frame), is_on_first));
}

TEST_CASE("gossip asks ever so often about somebody whose links end as they begin", "[gossip]") {
    Scene scene;
    LinkId link{4};
    const auto end_one = [&](Duration life) {
        scene.station.link_up(link, scene.subject);
        scene.station.pass(life);
        const auto said = scene.station.link_down(link++, LinkEnd::cut);
        return sent<CheckFrame>(said, check_frame).size() == limits::helpers &&
               reaches(said, scene.subject);
    };
    for (double asked = 0; asked < limits::hasty_checks_burst; ++asked) CHECK(end_one(100ms));
    CHECK_FALSE(end_one(100ms));
    SECTION("later on as well") {
        const auto later = scene.station.pass(limits::dial_settled_after);
        CHECK(sent<CheckFrame>(later, check_frame).size() == limits::helpers);
        CHECK(reaches(later, scene.subject));
    }
    SECTION("and at once where one lasted") { CHECK(end_one(limits::dial_settled_after)); }
}

}  // namespace earshot::gossip
