#include "tests/unit/core/link/dialer_desk.hpp"

namespace earshot::link {
namespace {

using namespace std::chrono_literals;

/// A desk whose last link with this device has ended, and which wants another one.
struct Parted : Desk {
    const unsigned peer;
    const Endpoint home = at("10.0.0." + std::to_string(peer) + ":47700");

    explicit Parted(unsigned with = 60) : peer(with) {
        const auto first_wait = Duration{limits::dial_other_side_wait_few} + limits::dial_spread;
        sight(instance(peer), {home});
        run_for(first_wait);
        establish(only_start().id, peer);
        run_for(1min);
        dialer.on_link_down(device(peer), now, effects);
        run_for(peer > 50 ? Duration{limits::dial_spread} : first_wait);
    }
    /// Fails all rounds of so long.
    void fail_for(Duration time) {
        for (const auto end = now + time; now < end; run_for(1s))
            for (const auto& start : take<StartDial>()) fail(start.id);
        effects.clear();
    }
    void speak() { speak(peer); }
    void speak(unsigned who) { dialer.on_sign_of_life(instance(who), now, effects); }
};

}  // namespace

TEST_CASE("dialer tries a device that speaks at once, however long it waits for it", "[dialer]") {
    Parted desk;
    desk.fail_for(5min);
    desk.speak();
    desk.run_for(limits::dial_spread);
    const auto start = desk.only_start();
    CHECK(start.endpoint == desk.home);
    CHECK(start.expected == device(60));
}

TEST_CASE("dialer starts an attempt anew that hangs when its device speaks", "[dialer]") {
    Parted desk;
    const auto hanging = desk.only_start();
    desk.run_for(500ms);
    desk.speak();
    const DialEffects anew{CancelDial{hanging.id},
                           StartDial{hanging.id + 1, desk.home, device(60)}};
    CHECK(std::exchange(desk.effects, {}) == anew);

    SECTION("but not again for what is said a moment later") {
        desk.run_for(Duration{limits::dial_backoff_first} - 1ms);
        desk.speak();
        CHECK(desk.effects.empty());
    }
    SECTION("and again when it goes on speaking") {
        desk.run_for(limits::dial_backoff_first);
        desk.speak();
        CHECK(desk.take<StartDial>().size() == 1);
    }
}

TEST_CASE("dialer does not wait longer each time for a device that speaks", "[dialer]") {
    Parted desk;
    desk.fail_for(5min);
    desk.speak();
    desk.run_for(limits::dial_spread);
    REQUIRE(desk.dialer.dials() == 1);
    for (int round = 0; round < 10; ++round) {
        desk.take<StartDial>();
        desk.speak();  // Which starts it anew.
        desk.fail(desk.only_start().id);
        const auto before = desk.now;
        desk.speak();
        while (std::ranges::none_of(desk.effects, [](const auto& effect) {
            return std::holds_alternative<StartDial>(effect);
        }))
            desk.run_for(10ms);
        CHECK(desk.now - before >= Duration{limits::dial_backoff_first} * 4 / 5);
        CHECK(desk.now - before <= Duration{limits::dial_backoff_first} * 6 / 5 + 60ms);
    }
}

TEST_CASE("dialer lets the other side dial first where it speaks to both", "[dialer]") {
    Parted desk{40};
    desk.fail_for(5min);
    desk.speak();
    desk.run_for(Duration{limits::dial_other_side_wait_few} - 1ms);
    CHECK(desk.take<StartDial>().empty());
    desk.run_for(limits::dial_spread + 1ms);
    CHECK(desk.take<StartDial>().size() == 1);
}

TEST_CASE("dialer is not moved by whom it never met or has a link with", "[dialer]") {
    Parted desk;
    desk.fail_for(5min);
    desk.speak(61);
    desk.run_for(limits::dial_spread);
    CHECK(desk.take<StartDial>().empty());

    desk.dialer.on_established({std::nullopt, device(60), instance(60)}, desk.now, desk.effects);
    desk.effects.clear();
    desk.speak();
    desk.run_for(1min);
    CHECK(desk.take<StartDial>().empty());
}

TEST_CASE("dialer keeps to what strangers' hints may have dialled, whoever speaks", "[dialer]") {
    Desk desk;
    desk.dialer.on_established({std::nullopt, device(60), instance(60)}, desk.now, desk.effects);
    desk.sight(device(60), {at("10.0.0.77:47700")});
    desk.run_for(1min);
    desk.dialer.on_link_down(device(60), desk.now, desk.effects);
    desk.run_for(limits::dial_spread);
    std::size_t dials = 0;
    for (int i = 0; i < 600; ++i) {
        for (const auto& start : desk.take<StartDial>()) {
            ++dials;
            desk.fail(start.id);
        }
        desk.dialer.on_sign_of_life(instance(60), desk.now, desk.effects);
        desk.run_for(100ms);
    }
    CHECK(dials <= 1min / limits::unproven_dial_interval + 1);
}

}  // namespace earshot::link
