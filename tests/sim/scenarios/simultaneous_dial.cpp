#include "tests/sim/checks.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

/// Several computers start in the same moment and dial one another; each pair ends with one link.
Report simultaneous_dial(std::uint64_t seed) {
    World world{seed};
    std::vector<Peer*> peers;
    for (const auto* name : {"ann", "ben", "cid", "dot", "eve"})
        peers.push_back(&world.add_peer(name));
    Report report;
    // They remember one another from here on, and all dial at once after the next start.
    world.run_for(1min);
    for (auto* peer : peers) peer->stop();
    world.run_for(5s);
    for (auto* peer : peers) peer->start();
    world.run_for(1min);

    for (auto* peer : peers) {
        if (peer->link_count() != peers.size() - 1)
            report.violations.push_back(peer->name() + " has " +
                                        std::to_string(peer->link_count()) + " links");
        for (auto* other : peers)
            if (other != peer) peer->say(*other, peer->name() + " 1");
    }
    world.run_for(10s);
    for (auto* one : peers)
        for (auto* other : peers)
            if (one != other && other->texts_from(*one).size() != 1)
                report.violations.push_back(one->name() + " did not reach " + other->name());
    return finish(world, std::move(report));
}

}  // namespace earshot::sim
