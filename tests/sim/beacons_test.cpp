#include <algorithm>

#include "core/base/limits.hpp"
#include "tests/sim/signatures.hpp"
#include "tests/sim/world.hpp"
#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Switches with computers on each, and no cable between them until somebody brings one.
struct Building {
    FakeSignatures signatures;
    World world;

    Building(std::uint64_t seed, std::uint32_t switches, std::uint32_t computers_on_each)
        : world(seed, Seam::frames, signatures) {
        for (std::uint32_t island = 1; island <= switches; ++island) {
            world.network.cut_off(island, {.is_mute = true, .is_deaf = true});
            for (std::uint32_t i = 0; i < computers_on_each; ++i) {
                auto& peer = world.place_peer("n" + std::to_string(world.peers().size()));
                world.network.spot(peer.number()).island = island;
                world.after(world.below(10'000) * 1ms, [&peer] { peer.start(); });
            }
        }
    }
    std::size_t seen_by(const Peer& who) const {
        return who.engine() == nullptr ? 0 : who.engine()->gossip().table().online();
    }
    bool all_see(std::size_t count) const {
        return std::ranges::all_of(world.peers(),
                                   [&](const auto& peer) { return seen_by(*peer) == count; });
    }
    std::size_t publishing() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            world.peers(), [](const auto& peer) { return peer->is_advertising(); }));
    }
    std::size_t looking() const {
        return static_cast<std::size_t>(std::ranges::count_if(
            world.peers(), [](const auto& peer) { return peer->is_browsing(); }));
    }
};

}  // namespace

TEST_CASE(
    "beacons: many computers on one switch fall silent but for twelve, and a newcomer finds all",
    "[sim]") {
    Building building{1, 1, 40};
    CHECK(building.world.run_until([&] { return building.all_see(40); }, 30s));
    building.world.run_for(5min);
    CHECK(building.publishing() == limits::beacons);
    CHECK(building.looking() < limits::beacons);

    auto& newcomer = building.world.place_peer("newcomer");
    building.world.network.spot(newcomer.number()).island = 1;
    newcomer.start();
    CHECK(building.world.run_until([&] { return building.all_see(41); }, 5s));
    building.world.run_for(5min);
    CHECK(building.publishing() == limits::beacons);
    CHECK(building.looking() < limits::beacons);
}

TEST_CASE("beacons: five meshes that never met become one when a cable joins their switches",
          "[sim]") {
    Building building{2, 5, 15};
    building.world.run_for(6min);
    REQUIRE(building.all_see(15));
    REQUIRE(building.publishing() == 5 * limits::beacons);
    building.world.network.heal();
    CHECK(building.world.run_until([&] { return building.all_see(75); }, 3min));
    building.world.run_for(5min);
    CHECK(building.publishing() == limits::beacons);
    CHECK(building.looking() < limits::beacons);
}

}  // namespace earshot::sim
