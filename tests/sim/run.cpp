#include "tests/sim/run.hpp"

#include <memory>

#include "tests/sim/canaries.hpp"
#include "tests/sim/faults.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/signatures.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

const crypto::Signatures& signatures_for(CryptoLevel level, const MemoSignatures& memo,
                                         const FakeSignatures& fake) {
    switch (level) {
        case CryptoLevel::real: return crypto::ed25519;
        case CryptoLevel::memo: return memo;
        case CryptoLevel::fake: return fake;
    }
    return crypto::ed25519;
}

class Run {
public:
    Run(const Plan& plan, const Invariants& invariants)
        : plan_(plan),
          world_(plan.seed, plan.has_frames ? Seam::frames : Seam::bytes,
                 signatures_for(plan.crypto, memo_, fake_)),
          faults_(world_, plan),
          invariants_(invariants) {
        world_.sighting_again = plan.sighting_again;
        world_.network.is_routed = plan.is_routed;
    }

    Outcome tell() {
        for (std::size_t i = 0; i < plan_.nodes.size(); ++i) place(i);
        for (std::size_t i = 0; i < plan_.nodes.size(); ++i) join(i);
        plant(plan_.canary, world_);
        faults_.schedule();
        for (std::size_t i = 0; i < plan_.acts.size(); ++i) act(i);
        for (const auto& invariant : invariants_) invariant->at_start(world_);
        while (world_.now() < Moment{plan_.ends_at} && violations_.found().empty()) {
            world_.run_for(1s);
            for (const auto& invariant : invariants_) invariant->on_second(world_, violations_);
        }
        for (const auto& invariant : invariants_)
            if (violations_.found().empty()) invariant->at_end(world_, plan_, violations_);
        return outcome();
    }

private:
    void place(std::size_t index) {
        const auto& node = plan_.nodes[index];
        auto& peer = world_.place_peer("n" + std::to_string(index));
        world_.network.spot(peer.number()).is_wifi = node.is_wifi;
        if (node.subnet != 0) world_.place_in(peer, node.subnet);
        if (node.is_bridge) world_.bridge(peer, subnet_count(plan_));
        peer.footing = node.is_wifi ? gossip::Footing::leaf : gossip::Footing::hub;
        if (!node.is_there) return;
        world_.at(Moment{node.starts}, [this, &peer] {
            if (!faults_.is_down(peer.number())) peer.start();
        });
    }

    void join(std::size_t index) {
        const auto& seed = plan_.nodes[index].seed;
        if (seed) world_.peers()[index]->seeds.push_back(world_.peers()[*seed]->endpoint());
    }

    void act(std::size_t index) {
        const auto& act = plan_.acts[index];
        if (!plan_.nodes[act.from].is_there || !plan_.nodes[act.to].is_there) return;
        world_.at(Moment{act.at}, [this, act, index] {
            auto& peer = *world_.peers()[act.from];
            switch (act.kind) {
                case ActKind::say:
                    return peer.say(*world_.peers()[act.to], "text " + std::to_string(index));
                case ActKind::away: return peer.choose(gossip::State::away);
                case ActKind::back: return peer.choose(gossip::State::online);
            }
        });
    }

    Outcome outcome() const {
        Outcome outcome{.violations = violations_.found(),
                        .trace = world_.trace(),
                        .events = world_.steps(),
                        .turns = 0,
                        .simulated = told(world_.now()).time_since_epoch(),
                        .log = {}};
        for (const auto& peer : world_.peers()) outcome.turns += peer->turns();
        if (!outcome.violations.empty()) outcome.log = world_.events().last();
        return outcome;
    }

    const Plan& plan_;
    MemoSignatures memo_;
    FakeSignatures fake_;
    World world_;
    FaultDriver faults_;
    const Invariants& invariants_;
    Violations violations_;
};

}  // namespace

Outcome run(const Plan& plan) { return run(plan, all_invariants(plan)); }

Outcome run(const Plan& plan, const Invariants& invariants) { return Run{plan, invariants}.tell(); }

}  // namespace earshot::sim
