#pragma once

#include <algorithm>
#include <vector>

#include "tests/sim/moment.hpp"
#include "tests/sim/plan.hpp"

/// What invariants about presence ask: who has nothing to complain about just now, and who is
/// alive.
namespace earshot::sim {

class Calm {
public:
    /// Faults shorter than `shortest` count as nothing.
    explicit Calm(const Plan& plan, Duration shortest = {});

    /// No fault touches this node now, nor did one in the time before; nor does its start fall into
    /// it.
    bool is_calm(NodeNumber node, Duration before, Moment now) const;
    /// No fault of the whole network touches anybody, but for lost multicast.
    bool is_fair_weather(Duration before, Moment now) const;

private:
    struct Span {
        Moment from;
        Moment to;
    };
    static bool touches(const std::vector<Span>& spans, Duration before, Moment now) {
        return std::ranges::any_of(
            spans, [&](const Span& span) { return span.from <= now && span.to + before >= now; });
    }

    std::vector<std::vector<Span>> nodes_;
    std::vector<Span> weather_;
};

}  // namespace earshot::sim
