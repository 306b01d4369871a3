#include <algorithm>
#include <memory>
#include <set>
#include <string_view>

#include "tests/sim/canaries.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/rarities.hpp"
#include "tests/sim/run.hpp"
#include "tests/sim/scenarios.hpp"
#include "tests/sim/shrink.hpp"
#include "tests/sim/swarm.hpp"
#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

constexpr std::uint64_t seeds_quick = 15;
constexpr std::uint64_t seeds_many = 600;
constexpr std::uint64_t seeds_to_find_a_canary = 10;

/// Gives what came about that is rare.
std::set<std::string_view> run_swarms(std::uint64_t first, std::uint64_t last) {
    std::set<std::string_view> seen;
    for (auto seed = first; seed <= last; ++seed) {
        const auto plan = make_swarm(seed, {});
        auto invariants = all_invariants(plan);
        invariants.push_back(std::make_unique<Rarities>(seen));
        const auto outcome = run(plan, invariants);
        INFO("replay with: earshot-sim --scenario swarm --seed " << seed);
        for (const auto& violation : outcome.violations)
            UNSCOPED_INFO(violation.invariant << ": " << violation.what);
        REQUIRE(outcome.violations.empty());
    }
    return seen;
}

bool breaks(const Plan& plan, std::string_view invariant) {
    for (const auto& violation : run(plan).violations)
        if (violation.invariant == invariant) return true;
    return false;
}

bool finds(const Canary& canary, std::uint64_t seed) {
    for (const auto& scenario : scenarios()) {
        if (scenario.name != canary.scenario) continue;
        const auto report = scenario.run_with(seed, canary.name);
        return std::ranges::any_of(report.violations, [&](const std::string& violation) {
            return violation.starts_with(canary.invariant);
        });
    }
    auto plan = make_swarm(seed, {});
    plan.canary = canary.name;
    return breaks(plan, canary.invariant);
}

void find_all(std::span<const Canary> canaries) {
    for (const auto& canary : canaries) {
        INFO(canary.name);
        bool is_found = false;
        for (std::uint64_t seed = 1; seed <= seeds_to_find_a_canary && !is_found; ++seed)
            is_found = finds(canary, seed);
        CHECK(is_found);
    }
}

std::size_t nodes_there(const Plan& plan) {
    std::size_t count = 0;
    for (const auto& node : plan.nodes)
        if (node.is_there) ++count;
    return count;
}

}  // namespace

TEST_CASE("a swarm of small networks in all kinds of trouble keeps every promise", "[sim]") {
    run_swarms(1, seeds_quick);
}

TEST_CASE("a swarm of small networks in all kinds of trouble keeps every promise (many seeds)",
          "[sim][many][swarm]") {
    const auto seen = run_swarms(seeds_quick + 1, seeds_many);
    for (const auto rarity : rarities) {
        INFO(rarity);
        CHECK(seen.contains(rarity));
    }
}

TEST_CASE("a plan tells the same run again, also after it was stored", "[sim][plain]") {
    for (const std::uint64_t seed : {3u, 4u, 11u}) {
        const auto plan = make_swarm(seed, {});
        const auto stored = plan_from_json(to_json(plan));
        REQUIRE(stored);
        CHECK(to_json(*stored) == to_json(plan));
        const auto trace = run(plan).trace;
        CHECK(run(plan).trace == trace);
        CHECK(run(*stored).trace == trace);
        CHECK(run(make_swarm(seed + 100, {})).trace != trace);
    }
}

TEST_CASE("fake signatures change nothing that can be seen of a run", "[sim]") {
    for (const std::uint64_t seed : {4u, 8u}) {
        auto plan = make_swarm(seed, {});
        plan.crypto = CryptoLevel::real;
        const auto real = run(plan);
        plan.crypto = CryptoLevel::memo;
        CHECK(run(plan).trace == real.trace);
        plan.crypto = CryptoLevel::fake;
        CHECK(run(plan).events == real.events);
    }
}

TEST_CASE("a text that is no plan is refused", "[sim]") {
    for (const auto* text : {"", "{}", "[1]", "{\"scenario\": 1}"})
        CHECK_FALSE(plan_from_json(text));
    auto plan = make_swarm(1, {});
    plan.acts.push_back({.kind = ActKind::say, .at = {}, .from = 99, .to = 0});
    CHECK_FALSE(plan_from_json(to_json(plan)));
}

TEST_CASE("the simulator finds bugs of messages that are planted", "[sim][plain]") {
    find_all(canaries_of_messages());
}

TEST_CASE("the simulator finds bugs of presence that are planted", "[sim][plain]") {
    find_all(canaries_of_gossip());
}

TEST_CASE("a failing plan shrinks to what makes it fail", "[sim][plain]") {
    auto plan = make_swarm(5, {});
    plan.canary = "acknowledgements_are_lost";
    const auto small = shrink(
        plan, [](const Plan& smaller) { return breaks(smaller, "M4"); }, [] { return false; });
    INFO(to_json(small));
    CHECK(nodes_there(small) == 2);
    // Accepting who wrote first marks that message as read, which says that it came.
    CHECK(small.acts.size() == 2);
    CHECK(small.faults.empty());
    CHECK(breaks(small, "M4"));
}

}  // namespace earshot::sim
