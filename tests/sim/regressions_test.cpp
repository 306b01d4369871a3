#include "tests/sim/regressions.hpp"

#include "tests/sim/figures.hpp"
#include "tests/sim/run.hpp"
#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

void keeps_every_promise(std::string_view name) {
    for (const auto& regression : regressions()) {
        if (regression.name != name) continue;
        const auto outcome = run(regression.make());
        INFO("replay with: earshot-sim --scenario " << name);
        for (const auto& violation : outcome.violations)
            UNSCOPED_INFO(violation.invariant << ": " << violation.what);
        CHECK(outcome.violations.empty());
        return;
    }
    FAIL("no regression has this name");
}

}  // namespace

#define EARSHOT_REGRESSION(name, sentence) \
    TEST_CASE(sentence, "[sim]") { keeps_every_promise(name); }

EARSHOT_REGRESSION("mass_restart", "a network in which everybody restarts knows everybody again")
EARSHOT_REGRESSION("half_deaf", "a computer that hardly hears makes nobody else look gone")
EARSHOT_REGRESSION("no_multicast", "computers that met need no multicast to meet again")
EARSHOT_REGRESSION("one_way", "a computer that was heard by nobody, or heard nobody, comes back")
EARSHOT_REGRESSION("split_for_seconds", "halves that parted for seconds become one")
EARSHOT_REGRESSION("split_for_minutes", "halves that parted for minutes become one")
EARSHOT_REGRESSION("five_islands", "five meshes that never met become one")
EARSHOT_REGRESSION("rush",
                   "a cold start through bad multicast leaves no islands and loses no message")
EARSHOT_REGRESSION("killed_and_back",
                   "a computer that is back in a second is not refused for its past")
EARSHOT_REGRESSION("hundred_restarts", "a computer that restarts a hundred times is one row")
EARSHOT_REGRESSION("wrong_clocks", "clocks in 1970 and 2099 keep nobody out")
EARSHOT_REGRESSION("one_seed", "subnets become one through one address that somebody was told")
EARSHOT_REGRESSION("bridge_back", "who was cut off from all is taken for gone by nobody for long")
EARSHOT_REGRESSION("one_bridge", "subnets that one computer joins see all, and write through it")
EARSHOT_REGRESSION("swapped_addresses", "computers that change addresses are taken for no others")
EARSHOT_REGRESSION("old_disk", "who runs again from an old disk is believed, and writes")
EARSHOT_REGRESSION("cloned", "two with the same keys end nobody else's peace")
EARSHOT_REGRESSION("lecture_end", "a lecture that ends takes nobody along who stays")
EARSHOT_REGRESSION("dark_floor", "a floor without power is gone for the others, then back")
EARSHOT_REGRESSION("flapping", "computers that come and go are seen in the end, and nobody suffers")
EARSHOT_REGRESSION("half_connections", "connections that go on in one direction deceive nobody")
EARSHOT_REGRESSION("stale_caches", "what caches tell of the past brings nobody back")
EARSHOT_REGRESSION("at_the_boundary", "links that are closed and news that is lost cost no promise")
EARSHOT_REGRESSION("swizzled",
                   "networks that stop one by one and go on in another order harm nothing")
EARSHOT_REGRESSION("alone_for_a_day", "a day alone leaves nothing behind that hinders a crowd")

TEST_CASE("halves that parted for days become one", "[sim][plain]") {
    keeps_every_promise("split_for_days");
}

// `soak_for_hours` and `soak_for_days` are in soak_test.cpp.

TEST_CASE("no regression is blind: each sees records that are kept back", "[sim][plain]") {
    for (const auto& regression : regressions()) {
        INFO(regression.name);
        auto plan = regression.make();
        plan.canary = "records_are_kept_back";
        CHECK_FALSE(run(plan).violations.empty());
    }
}

TEST_CASE("figures that differ by more than a tenth, or are not known, are complained of",
          "[sim]") {
    const Figures stored{{"dear", 100}, {"rare", 0.001}, {"gone", 1}};
    CHECK(compare(stored, stored).empty());
    CHECK(compare(stored, {{"dear", 109}, {"rare", 0.002}, {"gone", 1}}).empty());
    CHECK(compare(stored, {{"dear", 112}, {"rare", 0.001}, {"gone", 1}}).size() == 1);
    CHECK(compare(stored, {{"dear", 88}, {"rare", 0.001}, {"gone", 1}}).size() == 1);
    CHECK(compare(stored, {{"dear", 100}, {"rare", 0.001}, {"new", 1}}).size() == 2);
}

}  // namespace earshot::sim
