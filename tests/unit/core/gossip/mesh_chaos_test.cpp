#include "core/base/limits.hpp"
#include "crypto/chance.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/core/gossip/mesh.hpp"

namespace earshot::gossip {
namespace {

using Name = Mesh::Name;

/// Things that happen to a network, in an order that a seed decides.
class Fate {
public:
    Fate(Mesh& mesh, std::uint64_t seed) : mesh_(mesh), entropy_(seed) {}

    void strike() {
        const auto name = below(mesh_.size());
        switch (below(9)) {
            case 0: return stop(name);
            case 1: return mesh_.set_silent(name, true);
            case 2: return mesh_.set_silent(name, false);
            case 3: return mesh_.doze(name);
            case 4: return mesh_.move_to(name, static_cast<int>(below(3)));
            case 5: return mesh_.say(name, std::to_string(below(1000)));
            case 6: return mesh_.cut(name, below(mesh_.size()));
            case 7: return mesh_.set_footing(name, static_cast<Footing>(below(2)));
            case 8: return revive(name);
        }
    }
    Duration pause() {
        const Duration longest{100 << below(12)};
        return crypto::draw_up_to(entropy_, longest);
    }
    /// Everything works again, and whoever has restarted is found by somebody.
    void heal() {
        for (Name name = 0; name < mesh_.size(); ++name) mesh_.move_to(name, 0);
        for (Name name = 0; name < mesh_.size(); ++name) revive(name);
        for (const auto name : restarted_) mesh_.dial((name + 1) % mesh_.size(), name);
    }

private:
    std::size_t below(std::size_t bound) { return crypto::draw_below(entropy_, bound); }
    void stop(Name name) {
        // A computer that sleeps does not also stop.
        if (!mesh_.runs(name)) return;
        stopped_.insert(name);
        if (below(2) == 0) {
            mesh_.kill(name);
        } else {
            mesh_.leave(name);
        }
    }
    void revive(Name name) {
        if (stopped_.erase(name) > 0) {
            mesh_.set_silent(name, false);
            mesh_.restart(name);
            restarted_.insert(name);
            mesh_.dial(name, (name + 1) % mesh_.size());
        } else if (!mesh_.runs(name)) {
            mesh_.wake(name);
        } else {
            mesh_.set_silent(name, false);
        }
    }

    Mesh& mesh_;
    support::SeededEntropy entropy_;
    std::set<Name> stopped_;
    std::set<Name> restarted_;
};

void check_heals(std::size_t count, std::uint64_t seed) {
    INFO("computers: " << count << ", seed " << seed);
    const auto mesh = settled(count, seed);
    Fate fate{*mesh, seed};
    for (int i = 0; i < 60; ++i) {
        fate.strike();
        mesh->run_for(fate.pause());
    }
    fate.heal();
    CHECK(mesh->run_until(10min, [&] { return all_see_all(*mesh); }) < 3min);
    mesh->run_for(7min);
    CHECK(all_see_all(*mesh));
    CHECK(mesh->are_tables_equal());
    const auto before = mesh->versions();
    mesh->run_for(10min);
    CHECK(mesh->versions() == before);
    for (Name name = 0; name < count; ++name) CHECK_FALSE(mesh->runs_twice(name));
    CHECK(mesh->broken() == "");
}

}  // namespace

TEST_CASE("mesh heals, agrees and is quiet, whatever happened to it", "[mesh]") {
    const auto seed = GENERATE(range(std::uint64_t{1}, std::uint64_t{9}));
    check_heals(2 + 5 * seed, seed);
}

TEST_CASE("mesh heals under many seeds", "[.][mesh_seeds]") {
    const auto seed = GENERATE(range(std::uint64_t{100}, std::uint64_t{250}));
    check_heals(2 + seed % 37, seed);
}

}  // namespace earshot::gossip
