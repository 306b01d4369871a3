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
            check(engine->dialing_count(), limits::dials_at_once_max, " dials");
            const auto sizes = engine->gossip().sizes();
            check(sizes.entries, limits::gossip_entries_max, " table entries");
            check(sizes.wants, limits::gossip_entries_max, " wants");
            check(sizes.checks, limits::checks_max + limits::favours_max, " checks and favours");
            check(sizes.verify, limits::verify_queue_max, " entries to verify");
            check(sizes.cards, limits::cards_wanted_max, " wanted cards");
            check(sizes.sightings, limits::sightings_max, " sightings");
            check(sizes.faults, limits::faults_max, " at fault");
        }
    }
};

}  // namespace

std::unique_ptr<Invariant> bounded_state() { return std::make_unique<BoundedState>(); }

}  // namespace earshot::sim
