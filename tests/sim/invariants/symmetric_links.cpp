#include <map>
#include <set>
#include <utility>

#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Silence is noticed after 18 s; TCP gives up after 20; a handshake, a drain and a wave of slow
/// packets may come on top.
constexpr Micros asymmetric_max = 30s;
/// Of one pair, until the side that decides has been heard.
constexpr Micros doubled_max = 10s;

using Pair = std::pair<NodeNumber, NodeNumber>;
using Since = std::map<Pair, Moment>;

class SymmetricLinks final : public Invariant {
public:
    void on_second(const World& world, Violations& violations) override {
        const auto links = links_of(world);
        Since lonely;
        Since doubled;
        for (const auto& [pair, count] : links) {
            if (!can_talk(world, pair)) continue;
            if (!links.contains({pair.second, pair.first})) keep(lonely_, pair, lonely, world);
            if (count > 1) keep(doubled_, pair, doubled, world);
        }
        lonely_ = std::move(lonely);
        doubled_ = std::move(doubled);
        complain(lonely_, asymmetric_max, " has a link of which the other knows nothing: ", world,
                 violations);
        complain(doubled_, doubled_max, " has two links to ", world, violations);
    }

private:
    static void count(const Peer& peer, const engine::LinkView& link, int& live) {
        if (!peer.is_stranded(link.id)) ++live;
    }

    /// Who roamed leaves connections behind of which the other side hears nothing more, and takes
    /// them for alive while it may still hear something; so do those that die in one direction.
    /// They count as links, but not as second ones.
    std::map<Pair, int> links_of(const World& world) {
        if (numbers_.empty())
            for (const auto& peer : world.peers()) numbers_[peer->device()] = peer->number();
        std::map<Pair, int> links;
        for (const auto& peer : world.peers())
            if (const auto* const engine = peer->engine())
                for (const auto& link : engine->links())
                    count(*peer, link, links[{peer->number(), numbers_.at(link.device)}]);
        return links;
    }

    /// Whoever sleeps cannot know; who cannot hear learns it when that is over. Of two with the
    /// same keys each has links of its own.
    static bool can_talk(const World& world, const Pair& pair) {
        const auto& one = *world.peers()[pair.first];
        const auto& other = *world.peers()[pair.second];
        if (world.is_doubled(pair.first) || world.is_doubled(pair.second)) return false;
        return !one.is_asleep() && !other.is_asleep() &&
               world.network.is_joined(pair.first, pair.second) &&
               world.network.clear_at(pair.first, pair.second) <= world.now();
    }

    static void keep(const Since& before, const Pair& pair, Since& after, const World& world) {
        const auto found = before.find(pair);
        after.emplace(pair, found == before.end() ? world.now() : found->second);
    }

    static void complain(const Since& since, Micros most, const char* what, const World& world,
                         Violations& violations) {
        for (const auto& [pair, start] : since)
            if (world.now() - start > most)
                violations.add(
                    "A9",
                    world.peers()[pair.first]->name() + what + world.peers()[pair.second]->name(),
                    world.now());
    }

    std::map<DeviceId, NodeNumber> numbers_;
    Since lonely_;
    Since doubled_;
};

}  // namespace

std::unique_ptr<Invariant> symmetric_links() { return std::make_unique<SymmetricLinks>(); }

}  // namespace earshot::sim
