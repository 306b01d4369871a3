#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "tests/sim/plan.hpp"
#include "tests/sim/world.hpp"

/// Makes the faults of a plan begin and end. Faults of one kind may overlap: what they do to a node
/// ends with the last of them.
namespace earshot::sim {

class FaultDriver {
public:
    /// World and plan outlive this.
    FaultDriver(World& world, const Plan& plan) : world_(world), plan_(plan) {}

    void schedule();
    bool is_asleep(NodeNumber node) const;
    bool is_down(NodeNumber node) const;

private:
    void begin(std::size_t index);
    void end(std::size_t index);
    void heal();  ///< Whatever touches the core ends.
    void begin_at(std::size_t index, Peer& peer);
    void end_at(std::size_t index, Peer& peer);
    /// The latest island that still keeps a node; the mainland if none does.
    std::uint32_t island_holding(NodeNumber node) const;
    void begin_clone(std::size_t index, const Peer& peer);
    void end_clone(std::size_t index, const Peer& peer);
    std::uint32_t other_subnet(const Fault& fault, NodeNumber node) const;
    void cut_off(std::size_t index, Spot& spot, Cut cut);
    void storm(std::size_t index);
    void apply_to_all(const Fault& fault, double amount);
    bool touches_core(const Fault& fault) const;
    bool is_held(FaultKind kind, NodeNumber node) const;

    World& world_;
    const Plan& plan_;
    std::set<std::size_t> active_;
    std::map<std::pair<FaultKind, NodeNumber>, int> holds_;
    std::map<std::pair<std::size_t, NodeNumber>, std::unique_ptr<store::MemoryStore>> copies_;
    std::map<std::pair<std::size_t, NodeNumber>, Peer*> clones_;  ///< The world's.
};

}  // namespace earshot::sim
