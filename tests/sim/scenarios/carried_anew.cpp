#include "core/delivery/frames.hpp"
#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

/// Lets so many frames with messages come in, and no more.
class Narrow final : public Meddler {
public:
    explicit Narrow(unsigned frames) : left_(frames) {}
    bool lets_in(LinkId, std::uint8_t type, Bytes&) override {
        if (type != delivery::deliver_frame) return true;
        return left_ > 0 && left_-- > 0;
    }

private:
    unsigned left_;
};

}  // namespace

/// What Ann wrote to Cid lies with Ben, sealed with keys that Cid has no longer. Ann hears of that
/// from Cid, who is gone before she can repeat it: Ben gets it anew, in other keys, and Cid has it
/// from him.
Report carried_anew(std::uint64_t seed) {
    World world{seed};
    auto& ann = world.add_peer("ann");
    auto& ben = world.add_peer("ben");
    auto& cid = world.add_peer("cid");
    Report report;
    const Require require{world, report};
    const auto state = [&] { return ann.history(cid).back().state; };

    befriend(world, require, {&ann, &ben, &cid});

    cid.stop();
    world.run_for(10s);
    ann.say(cid, "while you are away 2");
    require("Ben carries it", 1min, [&] { return state() == store::MessageState::carried; });

    // Cid's daemon comes up alone, and knows nothing of Ann when she finds it.
    world.network.spot(cid.number()).is_plugged = false;
    cid.meddler = std::make_unique<Narrow>(1);
    cid.start();
    cid.forget(ann);
    world.run_for(5s);
    world.network.spot(cid.number()).is_plugged = true;
    cid.on_network_changed();
    require("they meet anew", 1min, [&] { return cid.knows(ann); });
    cid.accept(ann);
    require("Ann knows that nobody carries it as it is", 1min,
            [&] { return state() == store::MessageState::queued; });
    require("Ben keeps it no longer", 30s, [&] { return held_by(ben) == 0; });
    world.run_for(10s);
    cid.stop();
    require("Ben carries it anew", 1min, [&] { return state() == store::MessageState::carried; });

    ann.stop();
    cid.meddler.reset();
    cid.start();
    require("Cid has it", 2min, [&] { return cid.texts_from(ann).size() == 2; });
    ann.start();
    require("nothing waits", 2min, [&] { return ann.waiting() == 0; });
    if (held_by(ben) != 0) report.violations.emplace_back("Ben keeps a copy");
    check_delivered(ann, cid, report);
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
