#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/limits.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/spread.hpp"
#include "core/gossip/table.hpp"

/// Makes two tables equal: a hash of all, then one hash a bucket, then the versions in the buckets
/// that differ; what one side lacks it then asks for, doubts included. Says how different they
/// were. docs/PROTOCOL-gossip.md, "Reconciliation".
namespace earshot::gossip {

class Reconciler {
public:
    /// References outlive this.
    Reconciler(const Table& table, Spread& spread) : table_(table), spread_(spread) {}

    /// Begins; `their_hash` as greeted, if it is known.
    void start(LinkId link, std::optional<std::uint64_t> their_hash, Instant now, Effects& effects);
    void on_link_down(LinkId link) {
        started_.erase(link);
        compared_.forget(link);
    }

    /// False: the frame breaks a rule.
    bool on_digest(LinkId link, const DigestFrame& frame, Instant now, Effects& effects);
    bool on_buckets(LinkId link, const BucketsFrame& frame, Instant now, Effects& effects);

    /// A table was compared: how many computers differed that are no fresh news.
    struct Comparison {
        LinkId link{};
        std::size_t differences = 0;
    };
    std::vector<Comparison> take_comparisons() { return std::exchange(comparisons_, {}); }
    /// Whom we doubted while we reached nobody, and against whom a table holds nothing.
    std::vector<Sid> take_acquitted() { return std::exchange(acquitted_, {}); }
    Instant last(LinkId link) const;

private:
    std::vector<Holding> holdings(const std::vector<std::uint8_t>& buckets) const;
    std::size_t compare(LinkId link, const BucketsFrame& frame, Instant now, Effects& effects);

    const Table& table_;
    Spread& spread_;
    std::map<LinkId, Instant> started_;
    /// A short question may have a long answer. Who asks too often is not answered.
    Budgets<LinkId> compared_{{limits::syncs_per_link_burst, limits::syncs_per_link_second},
                              limits::links_max};
    std::vector<Comparison> comparisons_;
    std::vector<Sid> acquitted_;
};

}  // namespace earshot::gossip
