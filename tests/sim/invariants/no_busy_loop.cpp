#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

/// Each arriving frame may cost a turn; so many in a second come from nothing but a loop.
constexpr std::uint64_t turns_per_second_max = 5000;

/// What one part decides in a turn may make something due in a part that was asked before.
constexpr std::uint64_t eager_turns_max = 2;

class NoBusyLoop final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        turns_.resize(world.peers().size());
        for (const auto& peer : world.peers()) {
            auto& before = turns_[peer->number()];
            const auto taken = peer->turns() - before;
            before = peer->turns();
            if (taken > turns_per_second_max)
                violations.add("A10", peer->name() + " took " + std::to_string(taken) + " turns",
                               world.now());
            if (peer->eager_turns_most() > eager_turns_max)
                violations.add("A10", peer->name() + " wants turns in which nothing changes",
                               world.now());
        }
    }

private:
    std::vector<std::uint64_t> turns_;
};

}  // namespace

std::unique_ptr<Invariant> no_busy_loop() { return std::make_unique<NoBusyLoop>(); }

}  // namespace earshot::sim
