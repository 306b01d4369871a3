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

namespace {

/// Multicast packets of a network that starts, comes to rest, sleeps, and wakes within a second.
struct Packets {
    double quiet_per_second = 0;
    std::uint64_t most_in_a_second = 0;  ///< After all woke.
    std::uint64_t in_a_minute = 0;       ///< From then on.
};

Packets packets_of(std::uint32_t computers) {
    constexpr auto quiet_for = 5min;
    Building building{3, 1, computers};
    auto& world = building.world;
    const auto count_for = [&](Micros time) {
        const auto before = world.multicast().all();
        world.run_for(time);
        return world.multicast().all() - before;
    };
    world.run_for(6min);
    REQUIRE(building.all_see(computers));
    Packets packets;
    packets.quiet_per_second = static_cast<double>(count_for(quiet_for)) /
                               std::chrono::duration<double>(quiet_for).count();
    for (const auto& peer : world.peers()) peer->suspend(false);
    world.run_for(2min);
    for (const auto& peer : world.peers())
        world.after(world.below(1000) * 1ms, [&peer = *peer] { peer.resume(); });
    for (int second = 0; second < 60; ++second) {
        const auto count = count_for(1s);
        packets.in_a_minute += count;
        packets.most_in_a_second = std::max(packets.most_in_a_second, count);
    }
    CHECK(building.all_see(computers));
    return packets;
}

}  // namespace

TEST_CASE("beacons: what a segment has to carry does not grow with its computers while it is quiet",
          "[sim][plain]") {
    constexpr double quiet_most = 8;
    for (const std::uint32_t computers : {25u, 200u}) {
        const auto packets = packets_of(computers);
        INFO(computers << " computers: " << packets.quiet_per_second << " packets a second, of "
                       << packets.most_in_a_second << " at most as all wake, "
                       << packets.in_a_minute << " in the minute after it");
        CHECK(packets.quiet_per_second < quiet_most);
        CHECK(packets.most_in_a_second <= 4 * computers);
        CHECK(packets.in_a_minute <= 15 * computers);
    }
}

}  // namespace earshot::sim
