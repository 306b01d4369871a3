#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "tests/sim/invariant.hpp"

/// What has to come about now and then in stories of trouble. Where it never does any more, the
/// stories have become too tame to prove that it is survived: to be looked for over many seeds.
namespace earshot::sim {

inline constexpr std::string_view rarities[] = {
    "doubted",          // Somebody who runs is doubted,
    "refuted",          // says so with a newer record, and nobody doubts that one.
    "taken for gone",   // Somebody who runs is believed gone,
    "back again",       // and seen again without a new start.
    "silence",          // Somebody who is down was found out, though nobody said so.
    "judgement held",   // Somebody thinks ill of its own network first.
    "elsewhere",        // Somebody is only known from another network.
    "through another",  // A link goes through a third computer.
    "carried",          // A message waits with somebody else,
    "handed over",      // from whom it is taken in the end.
};

/// Fills `seen`, which outlives it, with those of them that it sees.
class Rarities final : public Invariant {
public:
    explicit Rarities(std::set<std::string_view>& seen) : seen_(seen) {}

    void on_second(const World& world, Violations&) override;

private:
    struct Opinion {
        std::uint64_t doubted_seq = 0;      ///< The version last seen doubted; 0 for none.
        std::optional<std::uint64_t> life;  ///< Of the subject, when it was believed gone.
    };
    void look_at(const World& world, const Peer& viewer, const Peer& subject);
    void look_at_messages(Peer& peer);

    std::set<std::string_view>& seen_;
    std::map<std::pair<NodeNumber, NodeNumber>, Opinion> opinions_;  ///< Who of whom.
    std::map<NodeNumber, std::uint64_t> told_;                       ///< The last event.
    std::set<MessageId> carried_;
};

}  // namespace earshot::sim
