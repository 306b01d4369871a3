/// Many who are known and few who are there.
#include "core/base/limits.hpp"
#include "tests/unit/core/link/dialer_desk.hpp"

namespace earshot::link {

using namespace std::chrono_literals;

TEST_CASE("dialer tries a remembered device that is absent ever more rarely", "[dialer]") {
    Desk desk;
    const std::vector<Endpoint> known{at("10.0.0.70:47700")};
    desk.dialer.on_remembered(device(70), known, desk.now, desk.effects);
    const auto dials_in = [&](Duration time) {
        std::size_t dials = 0;
        for (const auto end = desk.now + time; desk.now < end; desk.run_for(1s))
            for (const auto& start : desk.take<StartDial>()) {
                desk.fail(start.id);
                ++dials;
            }
        return dials;
    };
    dials_in(1h);
    const auto rarely = dials_in(10h);
    CHECK(rarely >= 10 * 60 / 15);
    CHECK(rarely <= 10 * 60 / 9);

    SECTION("until it is announced") {
        desk.dialer.on_sighted(device(70), known, desk.now, desk.effects);
        desk.run_for(limits::dial_spread);
        CHECK(desk.take<StartDial>().size() == 1);
        CHECK(dials_in(1h) >= 45);
    }
    SECTION("until the network changes") {
        desk.dialer.on_network_changed({}, desk.now, desk.effects);
        CHECK(dials_in(1min) >= 5);
    }
    SECTION("until something waits for it, and then as often as if it were there") {
        desk.dialer.set_wanted(device(70), true, desk.now, desk.effects);
        desk.run_for(limits::dial_spread);
        CHECK(desk.take<StartDial>().size() == 1);
        // However much is written to it, an absent device is not dialled in a loop.
        for (int i = 0; i < 100; ++i)
            desk.dialer.set_wanted(device(70), true, desk.now, desk.effects);
        CHECK(desk.take<StartDial>().empty());
        desk.run_for(limits::dial_timeout);
        CHECK(dials_in(1h) >= 45);
    }
}

TEST_CASE("dialer looks at few of the many that it knows", "[dialer]") {
    Desk desk;
    constexpr unsigned many = 2000;
    for (unsigned i = 0; i < many; ++i) {
        DeviceId absent = device(200);
        absent.bytes[0] = static_cast<std::byte>(i >> 8);
        absent.bytes[1] = static_cast<std::byte>(i);
        const std::vector<Endpoint> known{at("10.0.1.7:" + std::to_string(2000 + i))};
        desk.dialer.on_remembered(absent, known, desk.now, desk.effects);
    }
    for (int i = 0; i < 10'000; ++i) {
        for (const auto& start : desk.take<StartDial>()) desk.fail(start.id);
        desk.run_for(20ms);
    }
    REQUIRE(desk.dialer.targets() == many);
    const auto cost_of = [&](auto&& event) {
        const auto before = desk.dialer.looks();
        event();
        return desk.dialer.looks() - before;
    };
    CHECK(cost_of([&] { desk.dialer.on_time(desk.now, desk.effects); }) <= 1);
    CHECK(cost_of([&] { desk.sight(instance(60), {at("10.0.0.60:47700")}); }) <= 4);
    CHECK(cost_of([&] { desk.dialer.on_lost(instance(60), desk.now, desk.effects); }) <= 4);
    CHECK(cost_of([&] {
              desk.dialer.on_established({std::nullopt, device(40), instance(40)}, desk.now,
                                         desk.effects);
          }) <= 4);
    CHECK(cost_of([&] { desk.dialer.on_link_down(device(40), desk.now, desk.effects); }) <= 4);
}

}  // namespace earshot::link
