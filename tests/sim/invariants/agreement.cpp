#include <algorithm>
#include <map>
#include <set>

#include "core/base/limits.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/mesh.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

// After the trouble is over in the core.
constexpr Duration connected_within = 60s;
constexpr Duration neighbours_within = 120s;
constexpr Duration seen_within = 60s;
constexpr Duration gone_within = 300s;
constexpr Duration equal_within = 180s;
/// An address that somebody was told, and that did not answer, is tried again within this time.
constexpr Duration seed_tried_again = Duration{limits::dial_backoff_max} * 6 / 5;
constexpr std::size_t neighbours_min = 2;
constexpr std::size_t links_most = 25;
/// So old a version is renewed because its lease ends.
constexpr Duration renewal_min = Duration{limits::record_refresh} * 4 / 5;

class Agreement final : public Invariant {
public:
    explicit Agreement(const Plan& plan) : plan_(plan) {}

    void on_second(const World& world, Violations& violations) override {
        const auto healed_for = world.now() - Moment{plan_.heals_at + until_joined()};
        if (healed_for < 0s) return;
        choose_core();
        if (core_.empty()) return;
        const Mesh mesh{world};
        if (healed_for >= connected_within) check_connected(world, mesh, violations);
        if (healed_for >= neighbours_within) check_neighbours(world, mesh, violations);
        if (healed_for >= seen_within) check_seen(world, violations);
        if (healed_for >= gone_within) check_gone(world, violations);
        if (healed_for >= equal_within) check_equal(world, violations);
        if (healed_for >= equal_within) check_caps(world, mesh, violations);
    }

private:
    struct Version {
        std::uint64_t seq = 0;
        Instant made{};
    };

    /// Of subnets that only such addresses join.
    Duration until_joined() const {
        const bool has_seeds = std::ranges::any_of(
            plan_.nodes, [](const auto& node) { return node.seed.has_value(); });
        return has_seeds ? seed_tried_again : Duration{};
    }

    void choose_core() {
        core_.clear();
        const auto joined = joined_subnets();
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node)
            if (is_core(node) &&
                (plan_.nodes[node].is_bridge || joined.contains(plan_.nodes[node].subnet)))
                core_.push_back(node);
    }

    bool is_core(NodeNumber node) const {
        return plan_.nodes[node].is_there && plan_.nodes[node].is_in_core;
    }

    /// Subnets in which somebody may have heard of the first of the core: through a bridge, or
    /// since the address of somebody there was given to one of the other subnet.
    std::set<std::uint32_t> joined_subnets() const {
        std::set<std::uint32_t> joined;
        for (NodeNumber node = 0; node < plan_.nodes.size() && joined.empty(); ++node)
            if (is_core(node)) joined.insert(plan_.nodes[node].subnet);
        for (std::size_t before = 0; before != joined.size();) {
            before = joined.size();
            for (NodeNumber node = 0; node < plan_.nodes.size(); ++node) join(node, joined);
        }
        return joined;
    }

    void join(NodeNumber node, std::set<std::uint32_t>& joined) const {
        const auto& each = plan_.nodes[node];
        if (!is_core(node)) return;
        if (each.is_bridge)
            for (const auto& other : plan_.nodes) joined.insert(other.subnet);
        if (!each.seed || !is_core(*each.seed)) return;
        const auto other = plan_.nodes[*each.seed].subnet;
        if (joined.contains(each.subnet) || joined.contains(other))
            joined.insert({each.subnet, other});
    }

    void check_connected(const World& world, const Mesh& mesh, Violations& violations) const {
        const auto reached = mesh.largest_with_first(core_);
        if (reached < core_.size())
            violations.add("V1",
                           "the overlay of " + std::to_string(core_.size()) + " reaches " +
                               std::to_string(reached) + " of them",
                           world.now());
    }

    void check_neighbours(const World& world, const Mesh& mesh, Violations& violations) const {
        for (const auto node : core_) {
            const auto others = std::ranges::count_if(core_, [&](const NodeNumber other) {
                return other != node && world.network.is_joined(node, other);
            });
            const auto least = std::min(neighbours_min, static_cast<std::size_t>(others));
            if (mesh.neighbours(node).size() < least)
                violations.add("V1",
                               world.peers()[node]->name() + " has only " +
                                   std::to_string(mesh.neighbours(node).size()) + " neighbours",
                               world.now());
        }
    }

    /// One above each target is let be; the rest is trimmed.
    void check_caps(const World& world, const Mesh& mesh, Violations& violations) const {
        for (const auto node : core_) {
            const bool is_hub = !plan_.nodes[node].is_wifi;
            const auto accepted =
                is_hub ? limits::accepted_neighbours_of_hub_max : limits::accepted_neighbours_max;
            const auto most =
                std::max(limits::full_mesh_max, limits::chosen_neighbours + 1 + accepted + 1);
            const auto neighbours = mesh.neighbours(node).size();
            const auto links = world.peers()[node]->link_count();
            if (neighbours > most || links > links_most)
                violations.add("V7",
                               world.peers()[node]->name() + " has " + std::to_string(neighbours) +
                                   " neighbours and " + std::to_string(links) + " links",
                               world.now());
        }
    }

    void check_seen(const World& world, Violations& violations) const {
        for (const auto node : core_)
            for (const auto other : core_) complain_unless(world, node, other, true, violations);
    }

    void check_gone(const World& world, Violations& violations) const {
        for (const auto node : core_)
            for (NodeNumber other = 0; other < plan_.nodes.size(); ++other)
                if (plan_.nodes[other].is_there && !plan_.nodes[other].is_in_core &&
                    !is_well(world, other))
                    complain_unless(world, node, other, false, violations);
    }

    static void complain_unless(const World& world, NodeNumber node, NodeNumber other, bool online,
                                Violations& violations) {
        const auto* const gossip = gossip_of(world, node);
        if (gossip == nullptr) return;
        const auto* const entry = gossip->table().find(world.peers()[other]->device());
        const bool is_online = entry != nullptr && entry->is_online();
        if (is_online == online) return;
        violations.add("V3",
                       world.peers()[node]->name() + " sees " + world.peers()[other]->name() +
                           (entry == nullptr ? " not at all"
                            : is_online      ? " online"
                                             : " offline"),
                       world.now());
    }

    /// One table everywhere, and from then on nobody makes another version of itself.
    void check_equal(const World& world, Violations& violations) {
        const auto first = rows(world, core_.front());
        for (const auto node : core_)
            if (rows(world, node) != first)
                violations.add("V2",
                               world.peers()[node]->name() + " and " +
                                   world.peers()[core_.front()]->name() + " have different tables",
                               world.now());
        for (const auto node : core_) {
            const auto* const gossip = gossip_of(world, node);
            if (gossip == nullptr) continue;
            const auto& own = *gossip->table().find(gossip->own().sid());
            const Version version{own.record->presence.seq, own.made};
            auto& settled = settled_.try_emplace(node, version).first->second;
            const bool is_renewal = version.made - settled.made >= renewal_min;
            if (version.seq != settled.seq && !is_renewal)
                violations.add("V2", world.peers()[node]->name() + " does not come to rest",
                               world.now());
            settled = version;
        }
    }

    /// Whoever was in another network tells nobody of those of whom it heard there: where somebody
    /// moved, what is known of others than the core may differ.
    std::map<gossip::Sid, std::uint64_t> rows(const World& world, NodeNumber node) const {
        std::map<gossip::Sid, std::uint64_t> rows;
        const auto* const gossip = gossip_of(world, node);
        if (gossip == nullptr) return rows;
        const bool is_core_only = has_moved(world);
        for (const auto& [sid, entry] : gossip->table().entries())
            if (!is_core_only || is_of_core(world, sid)) rows[sid] = entry.record->presence.seq;
        return rows;
    }

    bool has_moved(const World& world) const {
        return std::ranges::any_of(
            core_, [&](const NodeNumber node) { return world.peers()[node]->moves() > 0; });
    }
    bool is_of_core(const World& world, const gossip::Sid& sid) const {
        return std::ranges::any_of(core_, [&](const NodeNumber node) {
            return gossip::sid_of(world.peers()[node]->device()) == sid;
        });
    }

    const Plan& plan_;
    std::vector<NodeNumber> core_;
    std::map<NodeNumber, Version> settled_;
};

}  // namespace

std::unique_ptr<Invariant> agreement(const Plan& plan) { return std::make_unique<Agreement>(plan); }

}  // namespace earshot::sim
