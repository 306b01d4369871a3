#include "tests/sim/calm.hpp"

namespace earshot::sim {
namespace {

bool is_of_multicast(FaultKind kind) {
    return kind == FaultKind::mdns_loss || kind == FaultKind::mdns_twice ||
           kind == FaultKind::storm;
}

}  // namespace

Calm::Calm(const Plan& plan, Duration shortest) : nodes_(plan.nodes.size()) {
    for (NodeNumber node = 0; node < plan.nodes.size(); ++node)
        nodes_[node].push_back({Moment{}, Moment{plan.nodes[node].starts}});
    for (const auto& fault : plan.faults) {
        // What nobody may notice.
        if (fault.kind == FaultKind::drift || fault.kind == FaultKind::early) continue;
        if (fault.lasts < shortest) continue;
        const Span span{Moment{fault.at}, Moment{fault.at + fault.lasts}};
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
