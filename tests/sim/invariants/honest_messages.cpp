#include <algorithm>
#include <functional>
#include <set>

#include "tests/sim/checks.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/lost_disks.hpp"

namespace earshot::sim {
namespace {

using Pair = std::pair<NodeNumber, NodeNumber>;

/// Every pair of people that wrote, in both directions, is looked at once after the run: M1 nothing
/// comes twice, M2 nothing comes that was not sent, M3 "delivered", and "read", means that the
/// other has it, M4 what was kept arrives once both are well, M5 both see one order. What is on a
/// lost disk was sent, and has arrived, if it is there; in no order.
class HonestMessages final : public Invariant {
public:
    void at_end(World& world, const Plan& plan, Violations& violations) override {
        std::set<Pair> pairs;
        for (const auto& act : plan.acts)
            if (act.kind == ActKind::say && plan.nodes[act.from].is_there &&
                plan.nodes[act.to].is_there)
                pairs.emplace(act.from, act.to);
        for (const auto& [from, to] : pairs) {
            const bool is_core = plan.nodes[from].is_in_core && plan.nodes[to].is_in_core;
            check(*world.peers()[from], *world.peers()[to], is_core, world, violations);
        }
    }

private:
    static void check(Peer& from, Peer& to, bool is_core, const World& world,
                      Violations& violations) {
        const auto complain = [&](const char* invariant, const std::string& what) {
            violations.add(invariant, from.name() + " to " + to.name() + ": " + what, world.now());
        };
        const auto sent = ids(from.history(to));
        const auto there = to.history(from);
        std::set<std::string> once;
        for (const auto& message : there) {
            if (message.author != from.person()) continue;
            if (!once.insert(message.text).second) complain("M1", "a message came twice");
            if (std::ranges::find(sent, message.id) == sent.end() &&
                !is_lost(world, from, message.id))
                complain("M2", "nobody sent " + message.text);
        }
        for (const auto& message : from.history(to)) {
            if (message.author != from.person()) continue;
            const bool has_arrived = once.contains(message.text) || is_lost(world, to, message.id);
            if (is_called_delivered(message) && !has_arrived)
                complain("M3", "called delivered and is not there: " + message.text);
            if (is_core && !(has_arrived && is_called_delivered(message)))
                complain("M4", "was not delivered: " + message.text);
        }
        const auto is_kept = [&](const MessageId& id) {
            return !is_lost(world, from, id) && !is_lost(world, to, id);
        };
        if (is_core && ids(from.history(to), is_kept) != ids(there, is_kept))
            complain("M5", "they see different orders");
    }

    static std::vector<MessageId> ids(
        const std::vector<store::Message>& history,
        const std::function<bool(const MessageId&)>& is_wanted = [](const auto&) { return true; }) {
        std::vector<MessageId> result;
        for (const auto& message : history)
            if (is_wanted(message.id)) result.push_back(message.id);
        return result;
    }
};

}  // namespace

std::unique_ptr<Invariant> honest_messages() { return std::make_unique<HonestMessages>(); }

}  // namespace earshot::sim
