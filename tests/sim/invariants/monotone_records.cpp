#include <map>
#include <set>
#include <utility>

#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/lost_disks.hpp"

namespace earshot::sim {
namespace {

class MonotoneRecords final : public Invariant {
public:
    explicit MonotoneRecords(std::set<NodeNumber> liars) : liars_(std::move(liars)) {}

    void on_second(const World& world, Violations& violations) override {
        seen_.resize(world.peers().size());
        note_single(world);
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
        std::size_t disks = 0;                        ///< That it had before.
        std::uint64_t own = 0;
        std::map<gossip::Sid, std::uint64_t> others;
    };

    static void check_own(const Peer& peer, Seen& seen, const World& world,
                          Violations& violations) {
        const auto& gossip = peer.engine()->gossip();
        const auto& own = gossip.own().record();
        // With an older disk it knows an older version, which is above it only by the clock.
        const auto disks = peer.disks_before().size();
        if (std::exchange(seen.disks, disks) != disks) seen.own = 0;
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

    void check_others(const Peer& peer, Seen& seen, const World& world, Violations& violations) {
        for (const auto& [sid, entry] : peer.engine()->gossip().table().entries()) {
            check_text(world, *entry.record, violations);
            auto& before = seen.others[sid];
            if (entry.record->presence.seq < before)
                violations.add("A1", peer.name() + " went back to an earlier version of another",
                               world.now());
            before = entry.record->presence.seq;
        }
    }

    /// Of one version there is one text, restarts included, but where two run with the same keys,
    /// or one ran from an older disk.
    void check_text(const World& world, const gossip::Record& record, Violations& violations) {
        if (!single_.contains(record.sid)) return;
        auto& known = texts_[{record.sid, record.presence.seq}];
        if (known.empty()) known = record.bytes;
        if (known != record.bytes)
            violations.add("A1", "there are two records of one version", world.now());
    }

    void note_single(const World& world) {
        single_.clear();
        for (const auto& peer : world.peers())
            if (lost_disks(world, *peer) == 0 && !liars_.contains(peer->number()))
                single_.insert(gossip::sid_of(peer->device()));
    }

    std::set<NodeNumber> liars_;
    std::map<std::pair<gossip::Sid, std::uint64_t>, Bytes> texts_;
    std::set<gossip::Sid> single_;  ///< Honest, and never two of the same keys.
    std::vector<Seen> seen_;
};

}  // namespace

std::unique_ptr<Invariant> monotone_records(std::set<NodeNumber> liars) {
    return std::make_unique<MonotoneRecords>(std::move(liars));
}

}  // namespace earshot::sim
