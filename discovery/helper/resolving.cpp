#include "discovery/helper/resolving.hpp"

#include <algorithm>
#include <utility>

#include "core/base/limits.hpp"

namespace earshot::discovery::helper {

void Resolving::on_appeared(const ServiceKey& key, Instant now) {
    if (entries_.contains(key)) return;
    if (entries_.size() >= limits::sightings_max && !make_room()) return;
    entries_.emplace(key, Entry{State::waiting, now, limits::resolve_retry_first});
}

bool Resolving::on_vanished(const ServiceKey& key) {
    const auto it = entries_.find(key);
    if (it == entries_.end()) return false;
    const auto state = it->second.state;
    if (state == State::running) --running_;
    entries_.erase(it);
    return state == State::resolved;
}

void Resolving::on_resolved(const ServiceKey& key) {
    const auto it = entries_.find(key);
    if (it == entries_.end() || it->second.state != State::running) return;
    it->second.state = State::resolved;
    --running_;
}

void Resolving::on_unresolved(const ServiceKey& key, Instant now) {
    const auto it = entries_.find(key);
    if (it == entries_.end() || it->second.state != State::running) return;
    auto& entry = it->second;
    entry.state = State::waiting;
    entry.due = now + entry.backoff;
    entry.backoff = std::min<Duration>(entry.backoff * 2, limits::resolve_retry_max);
    --running_;
}

std::vector<ServiceKey> Resolving::take_all() {
    std::vector<ServiceKey> all;
    for (const auto& [key, entry] : std::exchange(entries_, {})) all.push_back(key);
    running_ = 0;
    return all;
}

std::vector<ServiceKey> Resolving::take_due(Instant now) {
    // The longest waiting first, so that a network full of dead entries starves nobody.
    std::vector<std::pair<Instant, ServiceKey>> due;
    for (const auto& [key, entry] : entries_)
        if (entry.state == State::waiting && entry.due <= now) due.emplace_back(entry.due, key);
    std::ranges::sort(due);

    std::vector<ServiceKey> taken;
    for (const auto& [since, key] : due) {
        if (running_ >= limits::resolvers_max) break;
        entries_.at(key).state = State::running;
        ++running_;
        taken.push_back(key);
    }
    return taken;
}

/// Forgets who has failed most: names without an answer behind them cost an attacker nothing.
bool Resolving::make_room() {
    auto worst = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        const auto& entry = it->second;
        if (entry.state != State::waiting || entry.backoff == limits::resolve_retry_first) continue;
        if (worst == entries_.end() || entry.backoff > worst->second.backoff) worst = it;
    }
    if (worst == entries_.end()) return false;
    entries_.erase(worst);
    return true;
}

std::optional<Instant> Resolving::next_deadline() const {
    if (running_ >= limits::resolvers_max) return std::nullopt;
    std::optional<Instant> earliest;
    for (const auto& [key, entry] : entries_)
        if (entry.state == State::waiting && (!earliest || entry.due < *earliest))
            earliest = entry.due;
    return earliest;
}

}  // namespace earshot::discovery::helper
