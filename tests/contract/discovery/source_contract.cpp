#include "tests/contract/discovery/source_contract.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "tests/support/catch.hpp"

namespace earshot::contract {
namespace {

using discovery::Announcement;
using namespace std::chrono_literals;

/// Two computers that have announced themselves and run.
struct Pair {
    Pair(SourceWorld& world, const SourceKind& kind)
        : a(world.add(kind.make)),
          b(world.add(kind.make)),
          of_a(world.announcement(47711)),
          of_b(world.announcement(47722)) {
        a.source().announce(of_a);
        b.source().announce(of_b);
        if (kind.point_at) {
            kind.point_at(a.source(), of_b);
            kind.point_at(b.source(), of_a);
        }
        a.start();
        b.start();
    }
    bool have_met() const { return a.heard.has(of_b) && b.heard.has(of_a); }

    Computer& a;
    Computer& b;
    Announcement of_a;
    Announcement of_b;
};

}  // namespace

void check_finds_each_other(const SourceKind& kind) {
    SourceWorld world;
    const Pair pair{world, kind};
    CHECK(world.run_until([&] { return pair.have_met(); }));
    for (const auto& sighting : pair.a.heard.sightings) {
        CHECK(sighting.source == pair.a.source().name());
        CHECK_FALSE(sighting.endpoints.empty());
    }
}

void check_never_sights_itself(const SourceKind& kind) {
    SourceWorld world;
    const Pair pair{world, kind};
    REQUIRE(world.run_until([&] { return pair.have_met(); }));
    // Long enough for an own announcement to have come back.
    (void)world.run_until([] { return false; }, 300ms);
    CHECK_FALSE(pair.a.heard.has(pair.of_a));
    CHECK_FALSE(pair.b.heard.has(pair.of_b));
}

void check_listens_before_it_announces(const SourceKind& kind) {
    SourceWorld world;
    auto& listener = world.add(kind.make);
    auto& talker = world.add(kind.make);
    const auto of_talker = world.announcement(47733);
    talker.source().announce(of_talker);
    if (kind.point_at) kind.point_at(listener.source(), of_talker);
    listener.start();
    talker.start();
    CHECK(world.run_until([&] { return listener.heard.has(of_talker); }));

    const auto of_listener = world.announcement(47744);
    listener.source().announce(of_listener);
    if (kind.point_at) kind.point_at(talker.source(), of_listener);
    CHECK(world.run_until([&] { return talker.heard.has(of_listener); }));
}

void check_ends_when_cancelled(const SourceKind& kind) {
    SourceWorld world;
    const Pair pair{world, kind};
    REQUIRE(world.run_until([&] { return pair.have_met(); }));
    CHECK(pair.b.source().state().state != "off");
    pair.b.cancel();
    CHECK(world.run_until([&] { return !pair.b.runs(); }, 2 * limits::goodbye_max));
    CHECK(pair.b.source().state().state == "off");
    if (!kind.says_goodbye) return;
    CHECK(world.run_until([&] {
        const auto& lost = pair.a.heard.lost;
        return std::ranges::find(lost, pair.of_b.instance) != lost.end();
    }));
}

void check_can_be_run_again(const SourceKind& kind) {
    SourceWorld world;
    const Pair pair{world, kind};
    REQUIRE(world.run_until([&] { return pair.have_met(); }));
    pair.b.cancel();
    REQUIRE(world.run_until([&] { return !pair.b.runs(); }));

    pair.b.heard.sightings.clear();
    const auto again = world.announcement(47755);
    pair.b.source().announce(again);
    if (kind.point_at) kind.point_at(pair.a.source(), again);
    pair.b.start();
    CHECK(world.run_until([&] { return pair.b.heard.has(pair.of_a); }));
    CHECK(world.run_until([&] { return pair.a.heard.has(again); }));
}

void check_looks_again_when_told(const SourceKind& kind) {
    SourceWorld world;
    const Pair pair{world, kind};
    REQUIRE(world.run_until([&] { return pair.have_met(); }));
    pair.a.heard.sightings.clear();
    pair.a.source().look_again();
    CHECK(world.run_until([&] { return pair.a.heard.has(pair.of_b); }, 4s));
    pair.b.heard.sightings.clear();
    pair.b.source().look_again();
    CHECK(world.run_until([&] { return pair.b.heard.has(pair.of_a); }, 4s));
}

void check_looks_only_while_told_to(const SourceKind& kind) {
    if (!kind.look) return;
    SourceWorld world;
    const Pair pair{world, kind};
    REQUIRE(world.run_until([&] { return pair.have_met(); }));
    kind.look(pair.a.source(), false);
    // Whom it no longer hears of it has told as lost.
    const auto& lost = pair.a.heard.lost;
    CHECK(std::ranges::find(lost, pair.of_b.instance) != lost.end());
    pair.a.heard.sightings.clear();
    auto& newcomer = world.add(kind.make);
    const auto of_newcomer = world.announcement(47777);
    newcomer.source().announce(of_newcomer);
    newcomer.start();
    // It is seen by others all the same.
    CHECK(world.run_until([&] { return newcomer.heard.has(pair.of_a); }));
    (void)world.run_until([] { return false; }, 500ms);
    CHECK(pair.a.heard.sightings.empty());

    kind.look(pair.a.source(), true);
    CHECK(world.run_until(
        [&] { return pair.a.heard.has(of_newcomer) && pair.a.heard.has(pair.of_b); }));
}

void check_survives_hostile_input(const SourceKind& kind) {
    SourceWorld world;
    const Pair pair{world, kind};
    REQUIRE(world.run_until([&] { return pair.have_met(); }));
    const auto told = [&] { return pair.a.heard.sightings.size(); };
    for (int round = 0; round < 5; ++round) {
        kind.attack();
        (void)world.run_until([] { return false; }, 100ms);
    }
    const auto foreign = [&](const discovery::Sighting& sighting) {
        return sighting.instance && sighting.instance != pair.of_b.instance;
    };
    CHECK(std::ranges::none_of(pair.a.heard.sightings, foreign));
    CHECK(told() < 100);

    // Whatever broke has been mended: a newcomer is found.
    auto& newcomer = world.add(kind.make);
    const auto of_newcomer = world.announcement(47766);
    newcomer.source().announce(of_newcomer);
    if (kind.point_at) kind.point_at(pair.a.source(), of_newcomer);
    newcomer.start();
    CHECK(world.run_until([&] { return pair.a.heard.has(of_newcomer); }));
}

}  // namespace earshot::contract
