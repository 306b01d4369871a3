#include "core/gossip/beacons.hpp"

#include <algorithm>
#include <memory>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/gossip_computers.hpp"

namespace earshot::gossip {
namespace {

Endpoint place(unsigned subnet, std::size_t host) {
    return {Address::v4({std::byte{10}, std::byte{0}, static_cast<std::byte>(subnet),
                         static_cast<std::byte>(host + 1)}),
            47700};
}

Segment segment(unsigned subnet, std::size_t host) {
    return {"eth" + std::to_string(subnet), {{place(subnet, host).address, 24}}};
}

/// Computers of one subnet, or of two with half of them in each, who all know all others.
class Hall {
public:
    explicit Hall(std::size_t count, unsigned subnets = 1, bool have_met = true)
        : computers_(make_computers(count)) {
        for (std::size_t i = 0; i < count; ++i) {
            auto presence = computers_[i].presence(1);
            presence.endpoints = {PublishedEndpoint::of(place(subnet_of(i, subnets), i))};
            table.put(computers_[i].sign(presence),
                      have_met ? first_hand(computers_[i]) : told_by(computers_[i]), start);
        }
        for (std::size_t i = 0; i < count; ++i) {
            beacons.push_back(std::make_unique<Beacons>(Beacons::Places{table, links, entropy_},
                                                        computers_[i].sid(), open_network, start));
            beacons[i]->on_network_changed({segment(subnet_of(i, subnets), i)}, start);
        }
    }
    /// Somebody tells of as many others who are said to be here, too.
    void make_up(std::size_t count) {
        for (const auto& nobody : make_computers(count, 5000)) {
            auto presence = nobody.presence(1);
            presence.endpoints = {PublishedEndpoint::of(place(0, 200))};
            table.put(nobody.sign(presence), told_by(computers_[0]), start);
        }
    }
    static unsigned subnet_of(std::size_t i, unsigned subnets) {
        return static_cast<unsigned>(i % subnets);
    }
    /// As many links as a test wants; everybody has the same.
    void set_links(std::size_t count) {
        for (LinkId link = 1; link <= 2; ++link) links.remove(link);
        for (LinkId link = 1; link <= count; ++link)
            links.add({link, Computer{900 + link}.device(), true}, now.steady);
    }
    void pass(Duration time) {
        const auto until = now.steady + time;
        for (;;) {
            auto next = until;
            for (const auto& each : beacons) next = std::min(next, each->next_deadline());
            REQUIRE(next >= now.steady);
            now.wall += next - now.steady;
            now.steady = next;
            turn();
            if (next == until) return;
        }
    }
    void turn() {
        for (std::size_t i = 0; i < beacons.size(); ++i) {
            const Now seen{now.steady, now.wall + skew(i)};
            const bool was = is_publishing(i);
            (void)beacons[i]->on_time(seen);
            REQUIRE(beacons[i]->next_deadline() > now.steady);
            changes += was == is_publishing(i) ? 0 : 1;
        }
    }
    bool is_publishing(std::size_t i) const {
        const auto& search = beacons[i]->search();
        return !search.segments || !search.segments->empty();
    }
    std::size_t publishing() const {
        return count([&](auto i) { return is_publishing(i); });
    }
    std::size_t looking() const {
        return count([&](auto i) { return beacons[i]->search().is_looking(); });
    }
    template <class Is>
    std::size_t count(Is is) const {
        std::size_t found = 0;
        for (std::size_t i = 0; i < beacons.size(); ++i) found += is(i) ? 1 : 0;
        return found;
    }

    Table table{start};
    Ears ears{};
    Links links{ears};
    std::vector<std::unique_ptr<Beacons>> beacons;
    Now now = at({});
    std::function<Duration(std::size_t)> skew = [](std::size_t) { return Duration{}; };
    std::size_t changes = 0;

private:
    std::vector<Computer> computers_;
    support::SeededEntropy entropy_{7};
};

}  // namespace

TEST_CASE("beacons are twelve of many, and all of few", "[beacons]") {
    const auto count = GENERATE(std::size_t{5}, std::size_t{12}, std::size_t{40});
    Hall hall{count};
    hall.set_links(2);
    hall.pass(1s);
    CHECK(hall.publishing() == count);
    CHECK(hall.looking() == count);
    hall.pass(limits::beacon_fresh + limits::beacon_review);
    CHECK(hall.publishing() == std::min(count, limits::beacons));
}

TEST_CASE("beacons are there that are no invention, however many are made up", "[beacons]") {
    Hall hall{20};
    hall.set_links(2);
    hall.pass(5min);
    hall.make_up(500);
    std::size_t fewest = 20;
    std::size_t most = 0;
    for (int minute = 0; minute < 180; ++minute) {
        hall.pass(1min);
        if (minute < 10) continue;
        fewest = std::min(fewest, hall.publishing());
        most = std::max(most, hall.publishing());
    }
    // One of three may be among the twelve, and at the end of its hour go before others stand in.
    CHECK(fewest >= limits::beacons_met_min - 1);
    CHECK(most <= limits::beacons);  // Nor does the network get loud.
}

TEST_CASE("beacons are to be met by whoever has met too few of them, before it stands in for them",
          "[beacons]") {
    Hall hall{60, 1, false};
    hall.set_links(2);
    hall.pass(limits::beacon_fresh + limits::beacon_review);
    REQUIRE(hall.publishing() == limits::beacons);
    const auto last = [&] {
        for (std::size_t i = 0;; ++i)
            if (!hall.is_publishing(i)) return i;
    }();
    auto& beacons = *hall.beacons[last];
    const auto unproven = beacons.unproven();
    CHECK(unproven.size() == limits::beacons);
    SECTION("it has met some") {
        for (std::size_t i = 0; i < limits::beacons_met_min; ++i) hall.table.on_met(unproven[i]);
        hall.pass(limits::beacon_deference);
        CHECK(beacons.unproven().empty());
        CHECK_FALSE(hall.is_publishing(last));
    }
    SECTION("it has met none") {
        hall.pass(limits::beacon_deference - limits::beacon_fresh - 20s);
        CHECK_FALSE(hall.is_publishing(last));
        hall.pass(limits::beacon_fresh + 20s);
        CHECK(hall.is_publishing(last));
        CHECK(beacons.search().publishes == Cause::beacon);
    }
    SECTION("it has met none, and they come and go") {
        const auto set_all = [&](bool are_gone) {
            for (const auto& sid : unproven)
                are_gone ? hall.table.set_gone(sid, hall.now.steady) : hall.table.set_present(sid);
        };
        for (auto passed = limits::beacon_fresh + limits::beacon_review;
             passed < limits::beacon_deference + limits::beacon_review;
             passed += 2 * limits::beacon_review) {
            set_all(true);
            hall.pass(limits::beacon_review);
            set_all(false);
            hall.pass(limits::beacon_review);
        }
        // By its turn, and for longer than whoever was elected for a moment.
        CHECK(beacons.search().publishes == Cause::beacon);
    }
    SECTION("a beacon that is elected has nobody to meet") {
        for (std::size_t i = 0; i < hall.beacons.size(); ++i)
            CHECK(hall.beacons[i]->unproven().empty() == hall.is_publishing(i));
    }
}

TEST_CASE("beacons are elected in each subnet", "[beacons]") {
    Hall hall{60, 2};
    hall.set_links(2);
    hall.pass(5min);
    for (const unsigned subnet : {0u, 1u}) {
        const auto is_one = [&](std::size_t i) {
            return Hall::subnet_of(i, 2) == subnet && hall.is_publishing(i);
        };
        CHECK(hall.count(is_one) == limits::beacons);
    }
}

TEST_CASE("beacons look for five seconds a minute, not all at once, and nobody else looks",
          "[beacons]") {
    Hall hall{40};
    hall.set_links(2);
    hall.pass(4min);
    std::size_t looking = 0;
    std::size_t most = 0;
    constexpr int seconds = 1200;
    for (int second = 0; second < seconds; ++second) {
        hall.pass(1s);
        looking += hall.looking();
        most = std::max(most, hall.looking());
        REQUIRE(hall.looking() <= limits::beacons);
    }
    const auto expected = static_cast<double>(limits::beacons) * seconds * 5 / 60;
    CHECK(static_cast<double>(looking) > 0.8 * expected);
    CHECK(static_cast<double>(looking) < 1.2 * expected);
    CHECK(most < limits::beacons);
}

TEST_CASE("beacons are others in another hour, and the old ones stay until the new ones are known",
          "[beacons]") {
    Hall hall{40};
    hall.set_links(2);
    hall.pass(5min);
    std::vector<bool> before;
    for (std::size_t i = 0; i < 40; ++i) before.push_back(hall.is_publishing(i));
    std::size_t fewest = 40;
    std::size_t changes = hall.changes;
    for (int second = 0; second < 3600; second += 5) {
        hall.pass(5s);
        fewest = std::min(fewest, hall.publishing());
    }
    changes = hall.changes - changes;
    CHECK(fewest == limits::beacons);
    CHECK(hall.publishing() == limits::beacons);
    CHECK(hall.count([&](auto i) { return before[i] != hall.is_publishing(i); }) == changes);
    CHECK(changes > 4);
}

TEST_CASE("beacons with wrong clocks are about as many, and nobody is one all the time",
          "[beacons]") {
    Hall hall{60};
    hall.skew = [](std::size_t i) { return Duration{37min * i}; };
    hall.set_links(2);
    hall.pass(5min);
    std::size_t fewest = 60;
    std::size_t most = 0;
    for (int round = 0; round < 12; ++round) {
        hall.pass(30min);
        fewest = std::min(fewest, hall.publishing());
        most = std::max(most, hall.publishing());
    }
    CHECK(fewest >= 3);
    CHECK(most <= 3 * limits::beacons);
}

TEST_CASE("beacons whose clock jumps to and fro change their mind every half hour at most",
          "[beacons]") {
    Hall hall{40};
    hall.set_links(2);
    bool is_ahead = false;
    hall.skew = [&](std::size_t) { return is_ahead ? Duration{5h} : Duration{}; };
    hall.pass(5min);
    const auto changes = hall.changes;
    for (int minute = 0; minute < 20; ++minute) {
        is_ahead = !is_ahead;
        hall.pass(1min);
    }
    CHECK(hall.changes == changes);
}

TEST_CASE("who has fewer than two links is seen, and looks after ten seconds", "[beacons]") {
    Hall hall{40};
    hall.set_links(2);
    hall.pass(5min);
    REQUIRE(hall.publishing() == limits::beacons);
    hall.set_links(1);
    hall.turn();
    CHECK(hall.publishing() == 40);
    CHECK(hall.looking() < limits::beacons);
    hall.pass(limits::beacon_lonely_patience);
    CHECK(hall.looking() == 40);
    CHECK(hall.beacons[0]->search().publishes == Cause::lonely);
    hall.set_links(2);
    hall.turn();
    CHECK(hall.looking() < limits::beacons);
    CHECK(hall.publishing() == 40);  // A link that comes and goes does not show.
    hall.pass(limits::beacon_fresh);
    CHECK(hall.publishing() == limits::beacons);
}

TEST_CASE("who wakes or moves is seen and looks for two minutes, and who is asked to, looks",
          "[beacons]") {
    Hall hall{40};
    hall.set_links(2);
    hall.pass(5min);
    const auto idle = [&] {
        for (std::size_t i = 0;; ++i)
            if (!hall.is_publishing(i) && !hall.beacons[i]->search().is_looking()) return i;
    }();
    auto& beacons = *hall.beacons[idle];
    SECTION("woke") {
        beacons.on_woke(hall.now.steady);
        hall.turn();
        CHECK(beacons.search() == Search{Cause::fresh, Cause::fresh, std::nullopt});
    }
    SECTION("moved") {
        beacons.on_network_changed({segment(0, idle)}, hall.now.steady);
        hall.turn();
        CHECK(beacons.search() == Search{Cause::fresh, Cause::fresh, std::nullopt});
    }
    SECTION("asked") {
        beacons.look(hall.now.steady);
        hall.turn();
        CHECK(beacons.search().looks == Cause::asked);
        CHECK_FALSE(hall.is_publishing(idle));
        hall.pass(limits::beacon_look_asked);
    }
    hall.pass(limits::beacon_fresh);
    CHECK(beacons.search().looks == Cause::none);
    CHECK_FALSE(hall.is_publishing(idle));
}

TEST_CASE("who is in a network whose addresses no record tells stays visible there", "[beacons]") {
    Hall hall{40};
    hall.set_links(2);
    for (const auto& each : hall.beacons) each->on_network_changed({{"wlan0", {}}}, start);
    hall.pass(5min);
    CHECK(hall.publishing() == 40);
    CHECK(hall.looking() < 20);
}

TEST_CASE("who is shown nowhere is no beacon", "[beacons]") {
    Hall hall{5};
    hall.set_links(2);
    for (const auto& each : hall.beacons) each->on_network_changed({}, start);
    hall.pass(5min);
    CHECK(hall.publishing() == 0);
    CHECK(hall.looking() == 0);
}

}  // namespace earshot::gossip
