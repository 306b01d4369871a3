#include <algorithm>
#include <map>
#include <set>

#include "tests/sim/checks.hpp"
#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

using Pair = std::pair<NodeNumber, NodeNumber>;

/// Every pair of people that wrote, in both directions, is looked at once after the run: M1 nothing
/// comes twice, M2 nothing comes that was not sent, M3 "delivered", and "read", means that the
/// other has it, M4 what was kept arrives once both are well, M5 both see one order.
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
        const auto sent = texts_by(from, from.history(to));
        const auto arrived = texts_by(from, to.history(from));
        const std::set<std::string> known(sent.begin(), sent.end());
        const std::set<std::string> once(arrived.begin(), arrived.end());
        if (once.size() != arrived.size()) complain("M1", "a message came twice");
        for (const auto& text : arrived)
            if (!known.contains(text)) complain("M2", "nobody sent " + text);
        for (const auto& message : from.history(to)) {
            if (message.author != from.person()) continue;
            const bool has_arrived = once.contains(message.text);
            if (is_called_delivered(message) && !has_arrived)
                complain("M3", "called delivered and is not there: " + message.text);
            if (is_core && !(has_arrived && is_called_delivered(message)))
                complain("M4", "was not delivered: " + message.text);
        }
        if (is_core && ids(from.history(to)) != ids(to.history(from)))
            complain("M5", "they see different orders");
    }

    static std::vector<std::string> texts_by(const Peer& author,
                                             const std::vector<store::Message>& history) {
        std::vector<std::string> texts;
        for (const auto& message : history)
            if (message.author == author.person()) texts.push_back(message.text);
        return texts;
    }

    static std::vector<MessageId> ids(const std::vector<store::Message>& history) {
        std::vector<MessageId> result;
        for (const auto& message : history) result.push_back(message.id);
        return result;
    }
};

}  // namespace

std::unique_ptr<Invariant> honest_messages() { return std::make_unique<HonestMessages>(); }

}  // namespace earshot::sim
