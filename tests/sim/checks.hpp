#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "tests/sim/peer.hpp"
#include "tests/sim/scenarios.hpp"
#include "tests/sim/world.hpp"

/// What must hold whatever happened, once the network is well again.
namespace earshot::sim {

/// Whether its author was told that the recipient has it.
inline bool is_called_delivered(const store::Message& message) {
    return message.state == store::MessageState::delivered ||
           message.state == store::MessageState::read;
}

/// Whether each of them knows each other one.
bool know_one_another(const std::vector<Peer*>& peers);

/// How many envelopes it holds for others.
std::size_t held_by(Peer& peer);

/// What a story waits for: not there within the longest time, it is a violation. Both outlive it.
class Require {
public:
    Require(World& world, Report& report) : world_(world), report_(report) {}
    void operator()(const char* what, Micros longest, const std::function<bool()>& done) const;

private:
    World& world_;
    Report& report_;
};

/// They meet, and each has written to each other one and been read.
void befriend(World& world, const Require& require, const std::vector<Peer*>& peers);

/// Everything `from` was told is kept has arrived exactly once and in order, and nothing waits.
void check_delivered(Peer& from, Peer& to, Report& report);

/// Both sides show the conversation in one order.
void check_same_order(Peer& one, Peer& other, Report& report);

/// Faults end; processes that are down start.
void heal(World& world, const std::vector<Peer*>& peers);

Report finish(const World& world, Report report);

}  // namespace earshot::sim
