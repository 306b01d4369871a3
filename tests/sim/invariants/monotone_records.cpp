#include <map>
#include <utility>

#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

class MonotoneRecords final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        seen_.resize(world.peers().size());
        for (const auto& peer : world.peers()) {
            const auto* const engine = peer->engine();
            if (engine == nullptr) continue;
            auto& seen = seen_[peer->number()];
            // What others say may be forgotten with the process, its own versions never.
            const std::pair memory{peer->instance(), peer->failures()};
            if (std::exchange(seen.memory, memory) != memory) seen.others.clear();
            check_own(*peer, seen, world, violations);
            check_others(*peer, seen, world, violations);
        }
    }

private:
    struct Seen {
        std::pair<InstanceId, std::uint64_t> memory;  ///< Other after a loss of it.
        std::uint64_t own = 0;
        std::map<gossip::Sid, std::uint64_t> others;
    };

    static void check_own(const Peer& peer, Seen& seen, const World& world,
                          Violations& violations) {
        const auto& gossip = peer.engine()->gossip();
        const auto& own = gossip.own().record();
        if (own.presence.seq < seen.own)
            violations.add("A1", peer.name() + " went back to an earlier version of itself",
                           world.now());
        seen.own = own.presence.seq;
        const auto* const entry = gossip.table().find(own.sid);
        if (entry == nullptr || entry->record->presence.seq > own.presence.seq)
            violations.add("A6", peer.name() + " believes a record of itself that is not its own",
                           world.now());
        if (entry != nullptr && entry->gone_since)
            violations.add("A6", peer.name() + " believes itself gone", world.now());
    }

    static void check_others(const Peer& peer, Seen& seen, const World& world,
                             Violations& violations) {
        for (const auto& [sid, entry] : peer.engine()->gossip().table().entries()) {
            auto& before = seen.others[sid];
            if (entry.record->presence.seq < before)
                violations.add("A1", peer.name() + " went back to an earlier version of another",
                               world.now());
            before = entry.record->presence.seq;
        }
    }

    std::vector<Seen> seen_;
};

}  // namespace

std::unique_ptr<Invariant> monotone_records() { return std::make_unique<MonotoneRecords>(); }

}  // namespace earshot::sim
