#include "tests/sim/scenarios.hpp"

#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

constexpr std::uint64_t seeds_quick = 5;
constexpr std::uint64_t seeds_of_liars_quick = 3;
constexpr std::uint64_t seeds_many = 200;
constexpr std::uint64_t seeds_costly = 50;  ///< Where a story takes a third of a second and more.

void run(std::string_view name, std::uint64_t first, std::uint64_t last) {
    for (const auto& scenario : scenarios()) {
        if (scenario.name != name) continue;
        for (auto seed = first; seed <= last; ++seed) {
            const auto report = scenario.run(seed);
            INFO("replay with: earshot-sim --scenario " << name << " --seed " << seed);
            for (const auto& violation : report.violations) UNSCOPED_INFO(violation);
            REQUIRE(report.violations.empty());
        }
        return;
    }
    FAIL("no scenario has this name");
}

}  // namespace

#define EARSHOT_SCENARIO_UP_TO(most, name, sentence)            \
    TEST_CASE(sentence, "[sim]") { run(name, 1, seeds_quick); } \
    TEST_CASE(sentence " (many seeds)", "[sim][many]") { run(name, seeds_quick + 1, most); }
#define EARSHOT_SCENARIO(name, sentence) EARSHOT_SCENARIO_UP_TO(seeds_many, name, sentence)

EARSHOT_SCENARIO("lossy_pair", "every message arrives exactly once over a network that loses")
EARSHOT_SCENARIO("crash_restart", "crashes lose nothing and double nothing")
EARSHOT_SCENARIO("clock_jump", "wrong clocks change neither order nor links")
EARSHOT_SCENARIO("simultaneous_dial", "peers that dial one another at once keep one link a pair")
EARSHOT_SCENARIO("failing_disk", "failed commits lose nothing that was answered")
EARSHOT_SCENARIO_UP_TO(seeds_costly, "long_links",
                       "old links are replaced without a message noticing")
EARSHOT_SCENARIO("closed_lid", "a laptop that wakes has its messages within five seconds")
EARSHOT_SCENARIO_UP_TO(seeds_costly, "one_sided",
                       "a laptop that wakes has its messages also where only one side dials")
EARSHOT_SCENARIO("kept_apart", "two that do not reach each other talk through somebody who does")
EARSHOT_SCENARIO_UP_TO(seeds_costly, "called",
                       "whom nobody can dial among a dozen has what is written to her soon")
EARSHOT_SCENARIO("seen_anew", "two are told of each other by somebody who hid at first")
EARSHOT_SCENARIO("passed_on", "contacts of both pass on what is written between two who never meet")

EARSHOT_SCENARIO("carried_anew", "what its recipient could not open is carried anew in other keys")
EARSHOT_SCENARIO("carried_apart", "carriers that are reached only through others serve as well")
EARSHOT_SCENARIO_UP_TO(seeds_costly, "rumours",
                       "who is here is seen by all, and who is not is not, whatever some say")
TEST_CASE("and so they are after much else went wrong meanwhile", "[sim]") {
    run("rumours_in_trouble", 1, 1);
}
TEST_CASE("and so they are after much else went wrong meanwhile (more seeds)", "[sim][many]") {
    run("rumours_in_trouble", 2, 20);
}
EARSHOT_SCENARIO_UP_TO(seeds_costly, "sybils",
                       "hundreds of computers that there are not keep nobody out who is")

TEST_CASE("nor do hundreds of others, made up again and again", "[sim][many]") {
    run("sybils_without_end", 1, 4);
}

// It has a group of its own: many computers, for long.
TEST_CASE("what two who never meet write is carried though carriers lie and crash", "[sim]") {
    run("carried_among_liars", 1, seeds_of_liars_quick);
}
TEST_CASE("what two who never meet write is carried though carriers lie and crash (many seeds)",
          "[sim][liars]") {
    run("carried_among_liars", seeds_of_liars_quick + 1, seeds_many);
}

TEST_CASE("equal seeds replay byte for byte, different ones do not", "[sim][plain]") {
    for (const auto& scenario : scenarios()) {
        INFO(scenario.name);
        if (scenario.is_long) continue;
        const auto once = scenario.run(7).trace;
        CHECK(once == scenario.run(7).trace);
        CHECK(once != scenario.run(8).trace);
    }
}

}  // namespace earshot::sim
