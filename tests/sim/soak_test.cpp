#include <malloc.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/limits.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/regressions.hpp"
#include "tests/sim/run.hpp"
#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// A4 over time: what computers hold depends on who is there, not on how long that has been so.
class Holdings final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        for (const auto& peer : world.peers())
            if (const auto* const engine = peer->engine()) check(world, *peer, *engine, violations);
        const auto hour = static_cast<std::size_t>(world.now().time_since_epoch() / 1h);
        if (hour < heap_.size()) return;
        for (const auto& peer : world.peers()) forget_events(peer->disk.stores());
        heap_.push_back(::mallinfo2().uordblks);
    }
    /// Bytes of the whole network at the beginning of each hour.
    const std::vector<std::size_t>& heap() const { return heap_; }

private:
    /// Of which a disk keeps so many that three days do not fill it.
    static void forget_events(const store::Stores& disk) {
        REQUIRE(disk.transactions.begin());
        REQUIRE(disk.events.trim_events(0));
        REQUIRE(disk.transactions.commit());
    }

    static void check(const World& world, const Peer& peer, const engine::Engine& engine,
                      Violations& violations) {
        const auto nodes = world.peers().size();
        const auto sizes = engine.gossip().sizes();
        // Whoever is back is somebody new to multicast, and is forgotten in time.
        const std::map<std::string_view, std::pair<std::size_t, std::size_t>> all{
            {"people", {engine.people().people().size(), nodes}},
            {"connections", {peer.connection_count(), 4 * nodes}},
            {"dials", {engine.dialing_count(), 2 * nodes}},
            {"table entries", {sizes.entries, nodes}},
            {"wants", {sizes.wants, nodes}},
            {"pending", {sizes.pending, nodes * nodes}},
            {"checks", {sizes.checks, 2 * nodes}},
            {"timers", {sizes.timers, nodes}},
            {"entries to verify", {sizes.verify, nodes}},
            {"accusers", {sizes.accusers, nodes * nodes}},
            {"wanted cards", {sizes.cards, nodes}},
            {"sightings", {sizes.sightings, 4 * nodes}},
            {"at fault", {sizes.faults, nodes}},
        };
        for (const auto& [what, size] : all)
            if (size.first > size.second)
                violations.add("A4",
                               peer.name() + " has " + std::to_string(size.first) + " " +
                                   std::string{what} + " among " + std::to_string(nodes),
                               world.now());
    }

    std::vector<std::size_t> heap_;
};

void complain(const Outcome& outcome) {
    for (const auto& violation : outcome.violations)
        UNSCOPED_INFO(violation.invariant << ": " << violation.what);
    CHECK(outcome.violations.empty());
}

/// After `settled` hours the network holds no more than it did then, but for a little.
void holds_no_more(std::string_view name, std::size_t settled) {
    constexpr double slack = 1.1;
    const auto all = regressions();
    const auto found = std::ranges::find(all, name, &Regression::name);
    REQUIRE(found != all.end());
    auto plan = found->make();
    INFO("replay with: earshot-sim --scenario " << name);
    complain(run(plan));

    // Once more without those who remember everything: other invariants, and each signature.
    plan.crypto = CryptoLevel::fake;
    std::vector<std::unique_ptr<Invariant>> invariants;
    auto holdings = std::make_unique<Holdings>();
    const auto& heap = holdings->heap();
    invariants.push_back(std::move(holdings));
    complain(run(plan, invariants));
    REQUIRE(heap.size() > settled);
    for (std::size_t hour = settled; hour < heap.size(); ++hour) {
        INFO("hour " << hour << ": " << heap[hour] << " bytes, in hour " << settled << ": "
                     << heap[settled]);
        CHECK(static_cast<double>(heap[hour]) <= slack * static_cast<double>(heap[settled]));
    }
}

}  // namespace

TEST_CASE("hours of constant change leave nothing behind", "[sim][plain]") {
    holds_no_more("soak_for_hours", 3);
}

TEST_CASE("three days of constant change leave nothing behind", "[sim][many]") {
    holds_no_more("soak_for_days", 12);
}

}  // namespace earshot::sim
