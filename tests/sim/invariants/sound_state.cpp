#include <map>

#include "core/base/limits.hpp"
#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Nothing is planned for later than what is remembered longest.
constexpr Duration planned_max = limits::tombstone_memory;
/// An end waits so long at most for its turn.
constexpr Micros turn_max = 5s;

/// A11: gossip holds no link that is no more; A12: no time that others say reaches further than is
/// allowed.
class SoundState final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        ended_.resize(world.peers().size());
        made_.resize(world.peers().size());
        for (const auto& peer : world.peers()) {
            if (peer->engine() == nullptr || peer->is_asleep()) continue;
            check_links(*peer, world, violations);
            check_times(*peer, world, violations);
        }
    }

private:
    void check_links(const Peer& peer, const World& world, Violations& violations) {
        std::map<LinkId, Moment> ended;
        auto& before = ended_[peer.number()];
        for (const auto& [link, view] : peer.engine()->gossip().links().all()) {
            if (peer.has_connection(link)) continue;
            const auto found = before.find(link);
            ended[link] = found == before.end() ? world.now() : found->second;
            if (world.now() - ended[link] > turn_max)
                violations.add("A11", peer.name() + " goes on using a link that is no more",
                               world.now());
        }
        before = std::move(ended);
    }

    void check_times(const Peer& peer, const World& world, Violations& violations) {
        const auto now = peer.steady();
        const auto& gossip = peer.engine()->gossip();
        const auto complain = [&](const char* what) {
            violations.add("A12", peer.name() + what, world.now());
        };
        auto& before = made_[peer.number()];
        std::map<gossip::Sid, Instant> made;
        for (const auto& [sid, entry] : gossip.table().entries()) {
            made[sid] = entry.made;
            if (entry.made > now) complain(" holds a record that is still to be made");
            const auto found = before.find(sid);
            const bool is_new = found == before.end() || found->second != entry.made;
            if (is_new && now - entry.made > limits::record_lease + 2s)
                complain(" holds a record that is older than any");
        }
        before = std::move(made);
        if (const auto due = gossip.next_deadline(); due && *due - now > planned_max)
            complain(" waits for longer than it remembers anything");
    }

    std::vector<std::map<LinkId, Moment>> ended_;
    std::vector<std::map<gossip::Sid, Instant>> made_;
};

}  // namespace

std::unique_ptr<Invariant> sound_state() { return std::make_unique<SoundState>(); }

}  // namespace earshot::sim
