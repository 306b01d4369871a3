#pragma once

#include <string_view>
#include <vector>

#include "core/wire/archive.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/meddler.hpp"
#include "tests/sim/world.hpp"
#include "tests/support/seeded_entropy.hpp"

/// A computer whose engine is honest and whose owner is not: now and then it says on one of its
/// links what no engine would say. Which lies those are, its kinds know.
namespace earshot::sim {

class Plotter : public Meddler {
public:
    /// Until then, and after `end`, it is like anybody.
    void begin();
    void end() { lies_ = false; }

protected:
    /// World and peer outlive it. `purpose` names its stream of chance; between two lies are at
    /// most `pause_max`.
    Plotter(World& world, Peer& peer, std::string_view purpose, Micros pause_max);

    /// Those it may lie on; none while it is down.
    virtual std::vector<LinkId> links() const = 0;
    virtual void mischief(LinkId link) = 0;

    bool lies() const { return lies_; }
    World& world() const { return world_; }
    Peer& peer() const { return peer_; }
    Chance& chance() { return chance_; }
    support::SeededEntropy& entropy() { return entropy_; }
    Bytes garbage(std::size_t size);
    /// Precondition: there are some.
    template <class Thing>
    const Thing& any(const std::vector<Thing>& things) {
        return things[chance_.below(things.size())];
    }
    template <class Frame>
    void say(LinkId link, std::uint8_t type, const Frame& frame) {
        peer_.utter(link, type, wire::encode(frame));
    }

private:
    void plot();

    World& world_;
    Peer& peer_;
    Chance chance_;
    support::SeededEntropy entropy_;
    Micros pause_max_;
    bool lies_ = false;
};

}  // namespace earshot::sim
