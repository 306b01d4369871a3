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
    explicit Run(const Plan& plan)
        : plan_(plan),
          world_(plan.seed, plan.has_frames ? Seam::frames : Seam::bytes,
                 signatures_for(plan.crypto, memo_, fake_)),
          faults_(world_, plan),
          invariants_(all_invariants(plan)) {
        world_.tamper = tamper_of(plan.canary);
    }

    Outcome tell() {
        for (std::size_t i = 0; i < plan_.nodes.size(); ++i) place(i);
        faults_.schedule();
        for (std::size_t i = 0; i < plan_.messages.size(); ++i) say(i);
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
        peer.footing = node.is_wifi ? gossip::Footing::leaf : gossip::Footing::hub;
        if (!node.is_there) return;
        world_.at(Moment{node.starts}, [this, &peer] {
            if (!faults_.is_down(peer.number())) peer.start();
        });
    }

    void say(std::size_t index) {
        const auto& message = plan_.messages[index];
        if (!plan_.nodes[message.from].is_there || !plan_.nodes[message.to].is_there) return;
        world_.at(Moment{message.at}, [this, message, index] {
            world_.peers()[message.from]->say(*world_.peers()[message.to],
                                              "text " + std::to_string(index));
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
    std::vector<std::unique_ptr<Invariant>> invariants_;
    Violations violations_;
};

}  // namespace

Outcome run(const Plan& plan) { return Run{plan}.tell(); }

}  // namespace earshot::sim
