#include "discovery/sighting_book.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::discovery {

std::optional<Sighting> SightingBook::on_found(const Found& found) {
    if (!seen_.contains(found.instance)) make_room();
    auto& seen = seen_[found.instance];
    by_news_.erase(seen.news);
    seen.news = ++next_news_;
    by_news_.emplace(seen.news, found.instance);

    const auto known = seen.endpoints.find(found.path);
    const bool is_known =
        known != seen.endpoints.end() && known->second == found.endpoint && seen.tags == found.tags;
    if (is_known) return std::nullopt;
    seen.tags = found.tags;
    if (known != seen.endpoints.end() ||
        seen.endpoints.size() < limits::addresses_per_candidate_max)
        seen.endpoints.insert_or_assign(found.path, found.endpoint);

    Sighting sighting{source_, found.instance, {}, seen.tags};
    for (const auto& [path, endpoint] : seen.endpoints) {
        auto& all = sighting.endpoints;
        if (std::ranges::find(all, endpoint) == all.end()) all.push_back(endpoint);
    }
    return sighting;
}

std::optional<InstanceId> SightingBook::on_lost(const Lost& lost) {
    const auto it = seen_.find(lost.instance);
    if (it == seen_.end()) return std::nullopt;
    it->second.endpoints.erase(lost.path);
    if (!it->second.endpoints.empty()) return std::nullopt;
    by_news_.erase(it->second.news);
    seen_.erase(it);
    return lost.instance;
}

std::vector<InstanceId> SightingBook::take_all() {
    std::vector<InstanceId> all;
    for (const auto& [instance, seen] : seen_) all.push_back(instance);
    seen_.clear();
    by_news_.clear();
    return all;
}

void SightingBook::make_room() {
    if (seen_.size() < limits::sightings_max) return;
    const auto oldest = by_news_.begin();
    seen_.erase(oldest->second);
    by_news_.erase(oldest);
}

}  // namespace earshot::discovery
