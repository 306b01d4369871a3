#pragma once

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "tests/sim/chance.hpp"
#include "tests/sim/gossip_liar.hpp"
#include "tests/sim/onlookers.hpp"
#include "tests/sim/signatures.hpp"
#include "tests/sim/vigil.hpp"

/// What stories of a network have in common in which some lie about who is here.
namespace earshot::sim {

class LyingNetwork {
protected:
    LyingNetwork(std::uint64_t seed, std::string_view story);

    void place_honest(std::uint64_t count);
    void place_liar(std::uint64_t number, std::set<Rumour> rumours,
                    const GossipLiar::Sybils& sybils = {});
    /// Up to three, each with some of the rumours.
    void place_some_liars();
    /// From now on all that always holds is looked at; everybody is placed by then.
    void watch();

    void start_within(Peer& peer, Micros time);
    /// The honest ones and the liars, soon.
    void start_all();
    /// When all see all.
    void begin_lying();
    /// It dies, comes back, and is seen as what it is, dead within `longest`.
    void restart(Peer& victim, Micros longest = std::chrono::minutes{1});
    /// When nobody lies any more, all see all.
    Report end();

    MemoSignatures signatures_;
    World world_;
    Chance chance_;
    std::vector<Peer*> honest_;
    std::vector<Peer*> liars_;
    std::vector<GossipLiar*> minds_;  ///< Of the liars, whose peers own them.
    Report report_;
    Vigil vigil_{world_, report_};
    Onlookers* onlookers_ = nullptr;  ///< The vigil owns them.
};

}  // namespace earshot::sim
