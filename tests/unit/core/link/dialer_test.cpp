#include "core/link/dialer.hpp"

#include <map>

#include "tests/unit/core/link/dialer_desk.hpp"

namespace earshot::link {

using namespace std::chrono_literals;

TEST_CASE("dialer dials a higher instance at once and a lower one a little later", "[dialer]") {
    Desk desk;
    SECTION("higher") {
        desk.sight(instance(60), {at("10.0.0.60:47700")});
        desk.run_for(limits::dial_spread);
        CHECK(desk.only_start() == StartDial{1, at("10.0.0.60:47700"), std::nullopt});
    }
    SECTION("lower, because it dials us meanwhile") {
        desk.sight(instance(40), {at("10.0.0.40:47700")});
        desk.run_for(limits::dial_other_side_wait_few - 1ms);
        CHECK(desk.take<StartDial>().empty());
        desk.run_for(limits::dial_spread + 1ms);
        CHECK(desk.take<StartDial>().size() == 1);
    }
    SECTION("lower, and not at all when it did") {
        desk.sight(instance(40), {at("10.0.0.40:47700")});
        desk.dialer.on_established({std::nullopt, device(40), instance(40)}, desk.now,
                                   desk.effects);
        desk.run_for(10min);
        CHECK(desk.take<StartDial>().empty());
    }
    SECTION("lower, later still when many are in sight") {
        for (unsigned i = 0; i < 20; ++i)
            desk.sight(instance(100 + i), {at("10.0.0.100:" + std::to_string(2000 + i))});
        desk.run_for(5s);
        desk.effects.clear();
        desk.sight(instance(40), {at("10.0.0.40:47700")});
        desk.run_for(limits::dial_other_side_wait - 1ms);
        for (const auto& start : desk.take<StartDial>())
            CHECK(start.endpoint != at("10.0.0.40:47700"));
    }
    SECTION("never itself") {
        desk.sight(instance(50), {at("10.0.0.50:47700")});
        desk.run_for(10min);
        CHECK(desk.take<StartDial>().empty());
        CHECK(desk.dialer.targets() == 0);
    }
}

TEST_CASE("dialer tries every address, a quarter of a second apart", "[dialer]") {
    Desk desk;
    desk.sight(instance(60),
               {at("192.168.9.9:47700"), at("10.0.0.60:47700"), at("[fe80::60%2]:47700")});
    desk.run_for(limits::dial_spread);
    auto first = desk.only_start();
    CHECK(first.endpoint == at("10.0.0.60:47700"));
    desk.run_for(limits::dial_stagger - limits::dial_spread - 1ms);
    CHECK(desk.take<StartDial>().empty());
    desk.run_for(limits::dial_spread + 1ms);
    CHECK(desk.only_start().endpoint == at("[fe80::60%2]:47700"));

    SECTION("at once when one fails") {
        desk.fail(first.id);
        CHECK(desk.only_start().endpoint == at("192.168.9.9:47700"));
    }
    SECTION("and drops the others when one connects") {
        desk.dialer.on_connected(2, desk.now, desk.effects);
        CHECK(desk.take<CancelDial>() == std::vector{CancelDial{1}});
        desk.run_for(1s);
        CHECK(desk.take<StartDial>().empty());
        SECTION("but comes back to them when nobody speaks there") {
            desk.fail(2, DialFailure::not_earshot);
            desk.run_for(limits::unproven_dial_interval);
            const auto starts = desk.take<StartDial>();
            REQUIRE_FALSE(starts.empty());
            CHECK(starts.front().endpoint == at("192.168.9.9:47700"));
        }
    }
    SECTION("and adds what is found meanwhile") {
        desk.sight(instance(60), {at("10.0.0.61:47700")});
        desk.run_for(limits::dial_stagger * 2);
        CHECK(desk.take<StartDial>().back().endpoint == at("10.0.0.61:47700"));
    }
}

TEST_CASE("dialer gives up an attempt after five seconds and waits longer each time", "[dialer]") {
    Desk desk;
    desk.sight(Seed{"office:47700"}, {at("8.8.8.8:80")});  // People may name what hints may not.
    const auto start = desk.only_start();
    CHECK_FALSE(start.expected);
    desk.run_for(limits::dial_timeout);
    CHECK(desk.take<CancelDial>() == std::vector{CancelDial{start.id}});

    Duration previous{};
    for (int round = 0; round < 10; ++round) {
        const auto asked = desk.now;
        while (desk.take<StartDial>().empty()) desk.run_for(10ms);
        const auto waited = desk.now - asked;
        const auto nominal = std::min<Duration>(limits::dial_backoff_max, 1s * (1 << round));
        CHECK(waited >= nominal * 4 / 5);
        CHECK(waited <= nominal * 6 / 5 + 10ms);
        CHECK(waited + 10ms >= std::min<Duration>(previous * 4 / 3, nominal * 4 / 5));
        previous = waited;
        desk.run_for(limits::dial_timeout);
        CHECK(desk.take<CancelDial>().size() == 1);
    }
}

TEST_CASE("dialer starts attempts anew when the network changes under them", "[dialer]") {
    Desk desk;
    desk.sight(Seed{"office:47700"}, {at("10.0.0.60:47700")});
    const auto hanging = desk.only_start();
    desk.run_for(1s);
    desk.dialer.on_network_changed({}, desk.now, desk.effects);
    const DialEffects anew{CancelDial{hanging.id}, StartDial{2, hanging.endpoint, std::nullopt}};
    CHECK(desk.effects == anew);
}

TEST_CASE("dialer dials nobody while the computer falls asleep", "[dialer]") {
    Desk desk;
    desk.sight(Seed{"office:47700"}, {at("10.0.0.60:47700")});
    const auto start = desk.only_start();
    desk.dialer.on_sleep(desk.now, desk.effects);
    CHECK(desk.take<CancelDial>() == std::vector{CancelDial{start.id}});
    desk.sight(instance(61), {at("10.0.0.61:47700")});
    desk.run_for(5s);
    CHECK(desk.take<StartDial>().empty());

    SECTION("and everybody once it is awake") {
        desk.dialer.on_network_changed({}, desk.now, desk.effects);
        desk.run_for(limits::dial_spread);
        CHECK_FALSE(desk.take<StartDial>().empty());
    }
    SECTION("and goes on when no sleep came") {
        desk.run_for(limits::rest_max);
        CHECK_FALSE(desk.take<StartDial>().empty());
    }
}

TEST_CASE("dialer remembers whom it met and where", "[dialer]") {
    Desk desk;
    desk.sight(instance(60), {at("10.0.0.61:47700"), at("10.0.0.60:47700")});
    desk.run_for(limits::dial_spread);
    desk.fail(desk.only_start().id);
    const auto second = desk.only_start();
    desk.establish(second.id, 60);
    CHECK(desk.take<RememberAddress>() ==
          std::vector{RememberAddress{device(60), second.endpoint}});
    CHECK(desk.dialer.is_linked(device(60)));

    SECTION("does not dial it again while there is a link") {
        desk.sight(instance(60), {at("10.0.0.62:47700")});
        desk.sight(device(60), {at("10.0.0.63:47700")});
        desk.run_for(30min);
        CHECK(desk.take<StartDial>().empty());
    }
    SECTION("dials it where it answered, as that device and no other, when the link is gone") {
        desk.run_for(1min);
        desk.dialer.on_link_down(device(60), desk.now, desk.effects);
        desk.run_for(limits::dial_spread);
        CHECK(desk.only_start() == StartDial{3, second.endpoint, device(60)});
    }
    SECTION("meets it again under the name of its next run") {
        desk.run_for(1min);
        desk.dialer.on_link_down(device(60), desk.now, desk.effects);
        desk.sight(instance(61), {second.endpoint});
        desk.run_for(limits::dial_spread);
        auto starts = desk.take<StartDial>();
        std::erase_if(starts, [&](const auto& s) { return s.endpoint != second.endpoint; });
        REQUIRE(starts.size() == 1);  // Two targets with one address, dialled once.
        const auto start = starts.front();
        desk.dialer.on_connected(start.id, desk.now, desk.effects);
        desk.dialer.on_established({start.id, device(60), instance(61)}, desk.now, desk.effects);
        desk.run_for(30min);
        CHECK(desk.take<StartDial>().empty());
        CHECK(desk.dialer.targets() == 1);
    }
    SECTION("does not dial in a loop when each link ends at once") {
        std::size_t dials = 0;
        for (int i = 0; i < 600; ++i) {
            if (desk.dialer.is_linked(device(60)))
                desk.dialer.on_link_down(device(60), desk.now, desk.effects);
            desk.run_for(1s);
            for (const auto& start : desk.take<StartDial>()) {
                desk.establish(start.id, 60);
                ++dials;
            }
        }
        CHECK(dials >= 5);
        CHECK(dials < 30);
    }
    SECTION("replaces a link that grows old, once") {
        desk.run_for(1h);
        desk.dialer.on_link_aging(device(60), desk.now, desk.effects);
        const auto start = desk.only_start();
        CHECK(start.expected == device(60));
        desk.establish(start.id, 60);
        desk.run_for(30min);
        CHECK(desk.take<StartDial>().empty());
    }
}

TEST_CASE("dialer tries remembered addresses at once and expects their device", "[dialer]") {
    Desk desk;
    const std::vector<Endpoint> known{at("203.0.113.5:47700")};
    desk.dialer.on_remembered(device(70), known, desk.now, desk.effects);
    const auto start = desk.only_start();
    CHECK(start.expected == device(70));
    SECTION("and again when somebody else lives there now") {
        desk.fail(start.id, DialFailure::unexpected_device);
        // It is a hint like any other from now on, and a public address may not be hinted.
        desk.run_for(10min);
        CHECK(desk.take<StartDial>().empty());
    }
    SECTION("and again soon when nobody answers") {
        desk.fail(start.id);
        desk.run_for(1200ms);
        CHECK(desk.take<StartDial>().size() == 1);
    }
}

TEST_CASE("dialer repeats what was said where it may not ask again yet", "[dialer]") {
    Desk desk;
    desk.sight(device(70), {at("10.0.0.70:47700")});
    const auto want_anew = [&] {
        desk.dialer.set_wanted(device(70), false, desk.now, desk.effects);
        desk.dialer.set_wanted(device(70), true, desk.now, desk.effects);
    };
    want_anew();
    const auto failure = GENERATE(DialFailure::refused, DialFailure::unreachable);
    const NotReached answer{device(70), failure == DialFailure::refused};
    desk.fail(desk.only_start().id, failure);
    CHECK(desk.take<NotReached>() == std::vector{answer});
    desk.run_for(limits::unproven_dial_interval - 1s);
    desk.effects.clear();
    want_anew();
    CHECK(desk.take<NotReached>() == std::vector{answer});
    desk.run_for(2s);
    CHECK(desk.take<StartDial>().size() == 1);
}

TEST_CASE("dialer cannot be aimed at a victim", "[dialer]") {
    Desk desk;
    SECTION("at addresses and ports that are nobody's on this network") {
        desk.sight(instance(60), {at("8.8.8.8:47700"), at("10.0.0.7:22"), at("[fe80::7]:47700")});
        desk.sight(device(61), {at("9.9.9.9:47700")});
        desk.run_for(2h);
        CHECK(desk.take<StartDial>().empty());
    }
    SECTION("more than once in ten seconds under whatever names") {
        const auto victim = at("10.0.0.7:47700");
        for (unsigned i = 51; i < 200; ++i) desk.sight(instance(i), {victim});
        for (unsigned i = 51; i < 100; ++i) desk.sight(device(i), {victim});
        Instant last{Duration{-100'000}};
        std::size_t dials = 0;
        for (int i = 0; i < 60'000; ++i) {
            desk.run_for(10ms);
            for (const auto& start : desk.take<StartDial>()) {
                CHECK(desk.now - last >= limits::unproven_dial_interval - 10ms);
                last = desk.now;
                ++dials;
                desk.fail(start.id);
            }
        }
        CHECK(dials >= 30);
        CHECK(dials <= 61);
    }
    SECTION("at all its ports") {
        for (unsigned i = 51; i < 250; ++i)
            desk.sight(instance(i), {at("10.0.0.7:" + std::to_string(2000 + i))});
        std::size_t dials = 0;
        for (int i = 0; i < 900; ++i) {
            desk.run_for(10ms);
            for (const auto& start : desk.take<StartDial>()) {
                desk.fail(start.id);
                ++dials;
            }
        }
        CHECK(dials == limits::unproven_dials_per_address_max);
    }
    SECTION("for an hour once it proved to be something else") {
        desk.sight(instance(60), {at("10.0.0.7:47700")});
        desk.run_for(limits::dial_spread);
        desk.fail(desk.only_start().id, DialFailure::not_earshot);
        desk.sight(instance(61), {at("10.0.0.7:47700")});
        desk.run_for(59min);
        CHECK(desk.take<StartDial>().empty());
        desk.run_for(2min);
        CHECK_FALSE(desk.take<StartDial>().empty());
    }
}

TEST_CASE("dialer forgets an instance that is itself", "[dialer]") {
    Desk desk;
    desk.sight(instance(60), {at("10.0.0.50:47700")});
    desk.run_for(limits::dial_spread);
    desk.fail(desk.only_start().id, DialFailure::own_device);
    CHECK(desk.dialer.targets() == 0);
    desk.sight(instance(61), {at("10.0.0.50:47700")});
    desk.sight(Seed{"me"}, {at("10.0.0.50:47700")});
    desk.run_for(50min);
    CHECK(desk.take<StartDial>().empty());
}

TEST_CASE("dialer tries everything at once when the network has changed", "[dialer]") {
    Desk desk;
    const std::vector<Endpoint> known{at("10.0.0.70:47700")};
    desk.dialer.on_remembered(device(70), known, desk.now, desk.effects);
    for (int i = 0; i < 20; ++i) {
        for (const auto& start : desk.take<StartDial>()) desk.fail(start.id);
        desk.run_for(10s);
    }
    desk.effects.clear();
    desk.run_for(1s);
    for (const auto& start : desk.take<StartDial>()) desk.fail(start.id);
    desk.dialer.on_network_changed({{at("192.168.1.2:1").address, 24}}, desk.now, desk.effects);
    desk.run_for(limits::dial_spread);
    CHECK(desk.take<StartDial>().size() == 1);
}

TEST_CASE("dialer stops dialling what is no longer there or no longer wanted", "[dialer]") {
    Desk desk;
    desk.sight(instance(60), {at("10.0.0.60:47700")});
    desk.sight(Seed{"office"}, {at("10.0.0.80:47700")});
    desk.dialer.on_lost(instance(60), desk.now, desk.effects);
    const auto seed = desk.only_start();
    desk.dialer.on_lost(Seed{"office"}, desk.now, desk.effects);
    CHECK(desk.take<CancelDial>() == std::vector{CancelDial{seed.id}});
    desk.run_for(10min);
    CHECK(desk.take<StartDial>().empty());
    CHECK(desk.dialer.targets() == 0);
    CHECK_FALSE(desk.dialer.next_deadline());

    SECTION("until it is sighted again") {
        desk.sight(instance(60), {at("10.0.0.60:47700")});
        desk.run_for(limits::dial_spread);
        CHECK(desk.take<StartDial>().size() == 1);
    }
}

TEST_CASE("dialer dials a device again at once when it is announced again", "[dialer]") {
    Desk desk;
    desk.sight(instance(60), {at("10.0.0.60:47700")});
    desk.run_for(limits::dial_spread);
    desk.establish(desk.only_start().id, 60);
    desk.run_for(1min);
    desk.dialer.on_lost(instance(60), desk.now, desk.effects);
    desk.dialer.on_link_down(device(60), desk.now, desk.effects);
    for (int i = 0; i < 100; ++i) {
        desk.run_for(3s);
        for (const auto& start : desk.take<StartDial>()) desk.fail(start.id);
    }
    desk.sight(instance(60), {at("10.0.0.60:47700")});
    desk.run_for(limits::dial_spread);
    CHECK(desk.take<StartDial>().size() == 1);
}

TEST_CASE("dialer drops only what has not connected when the other side was faster", "[dialer]") {
    Desk desk;
    const std::vector<Endpoint> known{at("10.0.0.60:47700"), at("10.0.0.61:47700")};
    desk.dialer.on_remembered(device(60), known, desk.now, desk.effects);
    desk.run_for(limits::dial_stagger);
    CHECK(desk.take<StartDial>().size() == 2);
    SECTION("what has not connected") {
        desk.dialer.on_established({std::nullopt, device(60), instance(60)}, desk.now,
                                   desk.effects);
        CHECK(desk.take<CancelDial>().size() == 2);
    }
    SECTION("not what has") {
        desk.dialer.on_connected(1, desk.now, desk.effects);
        CHECK(desk.take<CancelDial>() == std::vector{CancelDial{2}});
        desk.dialer.on_established({std::nullopt, device(60), instance(60)}, desk.now,
                                   desk.effects);
        CHECK(desk.take<CancelDial>().empty());
        CHECK(desk.dialer.dials() == 1);
        desk.dialer.on_established({DialId{1}, device(60), instance(60)}, desk.now, desk.effects);
        desk.run_for(10min);
        CHECK(desk.take<StartDial>().empty());
    }
}

TEST_CASE("dialer keeps its bounds whatever happens", "[dialer]") {
    const auto seed = GENERATE(range(1u, 9u));
    INFO("seed " << seed);
    Desk desk;
    support::SeededEntropy chance{seed};
    const auto pick = [&](std::uint64_t below) {
        return static_cast<unsigned>(read_u64(crypto::random_array<8>(chance)) % below);
    };
    std::map<DialId, StartDial> running;
    for (int step = 0; step < 4000; ++step) {
        const auto peer = 100 + pick(60);
        const auto where = at("10.0.0." + std::to_string(100 + pick(60)) + ":" +
                              std::to_string(pick(4) == 0 ? 80 : 2000 + pick(3)));
        const auto any =
            running.empty() ? DialId{0} : std::next(running.begin(), pick(running.size()))->first;
        switch (pick(11)) {
            case 0:
            case 1: desk.sight(instance(peer), {where}); break;
            case 2: desk.sight(device(peer), {where}); break;
            case 3: desk.dialer.on_lost(instance(peer), desk.now, desk.effects); break;
            case 4: desk.dialer.on_connected(any, desk.now, desk.effects); break;
            case 5:
                desk.dialer.on_established(
                    {pick(2) ? std::optional<DialId>{} : any,
                     any != 0 && running.at(any).expected ? *running.at(any).expected
                                                          : device(peer),
                     instance(peer)},
                    desk.now, desk.effects);
                break;
            case 6:
                desk.fail(any, static_cast<DialFailure>(pick(4)));
                running.erase(any);
                break;
            case 7: desk.dialer.on_link_down(device(peer), desk.now, desk.effects); break;
            case 8: desk.dialer.on_link_aging(device(peer), desk.now, desk.effects); break;
            default: desk.run_for(Duration{pick(5000)});
        }
        for (const auto& effect : std::exchange(desk.effects, {})) {
            if (const auto* const start = std::get_if<StartDial>(&effect)) {
                CHECK(start->endpoint.port >= limits::dial_port_min);
                running.emplace(start->id, *start);
            } else if (const auto* const cancel = std::get_if<CancelDial>(&effect)) {
                CHECK(running.erase(cancel->id) == 1);
            }
        }
        REQUIRE(desk.dialer.dials() <= limits::dials_at_once_max);
    }
}

}  // namespace earshot::link
