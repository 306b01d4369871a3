#include "core/gossip/reconciler.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "core/base/limits.hpp"

namespace earshot::gossip {

void Reconciler::start(LinkId link, std::optional<std::uint64_t> their_hash, Instant now,
                       Effects& effects) {
    started_[link] = now;
    if (their_hash == table_.hash()) {
        comparisons_.push_back({link, 0});
        return;
    }
    const auto& digest = table_.digest();
    effects.send(link, digest_frame, DigestFrame{{digest.begin(), digest.end()}});
}

Instant Reconciler::last(LinkId link) const {
    const auto found = started_.find(link);
    return found == started_.end() ? Instant::min() : found->second;
}

std::vector<Holding> Reconciler::holdings(const std::vector<std::uint8_t>& buckets) const {
    std::vector<Holding> result;
    for (const auto bucket : buckets) {
        Sid first;
        first.bytes[0] = static_cast<std::byte>(bucket);
        const auto& entries = table_.entries();
        for (auto it = entries.lower_bound(first);
             it != entries.end() && Table::bucket_of(it->first) == bucket; ++it) {
            const auto& entry = it->second;
            if (!entry.is_shared()) continue;
            result.push_back({it->first, entry.record->presence.seq, entry.record->hash,
                              static_cast<std::uint8_t>(entry.witnesses.size())});
        }
    }
    return result;
}

bool Reconciler::on_digest(LinkId link, const DigestFrame& frame, Instant now, Effects& effects) {
    if (frame.buckets.size() != limits::sync_buckets) return false;
    if (!compared_.take(link, 1, now)) return true;
    BucketsFrame answer;
    for (std::size_t bucket = 0; bucket < limits::sync_buckets; ++bucket)
        if (frame.buckets[bucket] != table_.digest()[bucket])
            answer.buckets.push_back(static_cast<std::uint8_t>(bucket));
    answer.holdings = holdings(answer.buckets);
    effects.send(link, buckets_frame, answer);
    return true;
}

bool Reconciler::on_buckets(LinkId link, const BucketsFrame& frame, Instant now, Effects& effects) {
    // Each once, since for each all that we hold in it may be told.
    const bool is_ascending =
        std::ranges::adjacent_find(frame.buckets, std::greater_equal{}) == frame.buckets.end();
    if (!is_ascending || frame.holdings.size() > limits::gossip_entries_max) return false;
    if (!compared_.take(link, 1, now)) return true;
    const auto differences = compare(link, frame, now, effects);
    if (frame.is_answer) return true;
    comparisons_.push_back({link, differences});
    if (frame.buckets.empty()) return true;
    effects.send(link, buckets_frame, BucketsFrame{true, frame.buckets, holdings(frame.buckets)});
    return true;
}

/// What they have and we lack is asked for; what we have and they lack they will ask for, since
/// they are told too. Doubts that they do not know of are told at once.
std::size_t Reconciler::compare(LinkId link, const BucketsFrame& frame, Instant now,
                                Effects& effects) {
    std::size_t differences = 0;
    std::vector<Doubt> doubts;
    std::set<Sid> held;
    for (const auto& holding : frame.holdings) {
        held.insert(holding.sid);
        const auto* const entry = table_.find(holding.sid);
        const auto ours = entry == nullptr || entry->is_expired ? 0 : entry->record->presence.seq;
        if (holding.seq > ours) {
            ++differences;
            spread_.want_from(link, {holding.sid, holding.seq}, now);
        } else if (holding.seq < ours) {
            if (entry->made + limits::difference_age_min <= now) ++differences;
        } else if (entry != nullptr && holding.hash != entry->record->hash) {
            // Both get both, and keep the same one.
            spread_.want_from(link, {holding.sid, holding.seq}, now);
        } else if (entry != nullptr && entry->witnesses.size() > holding.witnesses) {
            if (entry->is_lonely_word && holding.witnesses == 0) {
                acquitted_.push_back(holding.sid);
            } else {
                doubts.push_back({holding.sid, ours, entry->witnesses});
            }
        }
    }
    for (const auto& holding : holdings(frame.buckets)) {
        if (held.contains(holding.sid)) continue;
        const auto* const entry = table_.find(holding.sid);
        if (entry->made + limits::difference_age_min <= now) ++differences;
        if (!entry->witnesses.empty())
            doubts.push_back({holding.sid, holding.seq, entry->witnesses});
    }
    send_doubts(link, true, doubts, effects);
    return differences;
}

}  // namespace earshot::gossip
