#include "tests/sim/calm.hpp"

#include "core/base/limits.hpp"

namespace earshot::sim {
namespace {

/// What was not told is told when tables are compared.
constexpr Duration compared_within = Duration{limits::sync_interval} * 6 / 5;

bool is_of_multicast(FaultKind kind) {
    return kind == FaultKind::mdns_loss || kind == FaultKind::mdns_twice ||
           kind == FaultKind::storm || kind == FaultKind::stale;
}

}  // namespace

Calm::Calm(const Plan& plan, Duration shortest) : nodes_(plan.nodes.size()) {
    for (NodeNumber node = 0; node < plan.nodes.size(); ++node)
        nodes_[node].push_back({Moment{}, Moment{plan.nodes[node].starts}});
    for (const auto& fault : plan.faults) {
        // What nobody may notice.
        if (fault.kind == FaultKind::drift || fault.kind == FaultKind::early) continue;
        if (fault.lasts < shortest) continue;
        const auto echo = is_of_spread(fault.kind) ? compared_within : Duration{};
        const Span span{Moment{fault.at}, Moment{fault.at + fault.lasts + echo}};
        for (const auto node : fault.nodes) nodes_[node].push_back(span);
        if (fault.nodes.empty() && !is_of_multicast(fault.kind)) weather_.push_back(span);
    }
}

bool Calm::is_calm(NodeNumber node, Duration before, Moment now) const {
    return !touches(nodes_[node], before, now);
}

bool Calm::is_fair_weather(Duration before, Moment now) const {
    return !touches(weather_, before, now);
}

}  // namespace earshot::sim
