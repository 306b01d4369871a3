#include "core/base/limits.hpp"
#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

class BoundedState final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        for (const auto& peer : world.peers()) {
            const auto* const engine = peer->engine();
            if (engine == nullptr) continue;
            const auto check = [&](std::size_t size, std::size_t most, const char* what) {
                if (size > most)
                    violations.add("A4", peer->name() + " has " + std::to_string(size) + what,
                                   world.now());
            };
            check(peer->connection_count(), limits::links_max, " connections");
            check(engine->people().people().size(), limits::people_max, " people");
            check(engine->people().devices().size(), limits::devices_max, " devices");
            check(engine->dialing_count(), limits::dials_at_once_max, " dials");
            const auto sizes = engine->gossip().sizes();
            check(sizes.entries, limits::gossip_entries_max, " table entries");
            check(sizes.wants, limits::gossip_entries_max, " wants");
            // News, questions and doubts of everybody, for each link.
            check(sizes.pending,
                  3 * limits::gossip_entries_max * engine->gossip().links().all().size(),
                  " things to tell");
            check(sizes.checks, limits::checks_max + limits::favours_max, " checks and favours");
            check(sizes.timers, limits::gossip_entries_max, " doubts that run out");
            check(sizes.accusers, limits::accusers_max, " accusers");
            check(sizes.tombstones, limits::tombstones_max, " tombstones");
            check(sizes.calls, limits::favours_max, " to be called back");
            check(sizes.callers, limits::calls_max, " who called");
            check(sizes.verify, limits::verify_queue_max, " entries to verify");
            check(sizes.cards, limits::cards_wanted_max, " wanted cards");
            check(sizes.sightings, limits::sightings_max, " sightings");
            check(sizes.faults, limits::faults_max, " at fault");
            const auto relayed = engine->relay_sizes();
            check(relayed.carried, limits::relay_streams_max, " streams carried");
            check(relayed.carried_bytes, limits::relay_streams_max * 2 * limits::relay_window_bytes,
                  " bytes carried");
            check(relayed.ends, limits::relay_ends_max, " streams that end here");
            check(relayed.detours, limits::detours_max, " detours");
        }
    }
};

}  // namespace

std::unique_ptr<Invariant> bounded_state() { return std::make_unique<BoundedState>(); }

}  // namespace earshot::sim
