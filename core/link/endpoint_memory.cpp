#include "core/link/endpoint_memory.hpp"

#include <algorithm>

namespace earshot::link {
namespace {

constexpr std::size_t entries_max = limits::candidates_max;

Instant time_of(Instant time) { return time; }

template <class Window>
Instant time_of(const Window& window) {
    return window.start;
}

}  // namespace

/// Drops the oldest eighth at once, so that a flood does not search the whole map for each entry.
template <class Key, class Value>
void EndpointMemory::make_room(std::map<Key, Value>& entries) {
    if (entries.size() < entries_max) return;
    std::vector<Instant> times;
    times.reserve(entries.size());
    for (const auto& [key, value] : entries) times.push_back(time_of(value));
    const auto eighth = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 8);
    std::ranges::nth_element(times, eighth);
    const auto newest_dropped = *eighth;
    std::erase_if(entries,
                  [&](const auto& entry) { return time_of(entry.second) <= newest_dropped; });
}

Instant EndpointMemory::unproven_allowed_at(const Endpoint& endpoint, Instant now) const {
    Instant allowed = now;
    if (const auto found = dialled_.find(endpoint); found != dialled_.end())
        allowed = std::max(allowed, found->second + limits::unproven_dial_interval);
    if (const auto found = by_address_.find(endpoint.address);
        found != by_address_.end() && found->second.dials >= limits::unproven_dials_per_address_max)
        allowed = std::max(allowed, found->second.start + limits::unproven_dial_interval);
    if (const auto found = barred_until_.find(endpoint); found != barred_until_.end())
        allowed = std::max(allowed, found->second);
    return allowed;
}

void EndpointMemory::on_unproven_dial(const Endpoint& endpoint, Instant now) {
    make_room(dialled_);
    dialled_[endpoint] = now;
    make_room(by_address_);
    auto& window = by_address_[endpoint.address];
    if (window.dials == 0 || now - window.start >= limits::unproven_dial_interval)
        window = {now, 0};
    ++window.dials;
}

void EndpointMemory::bar(const Endpoint& endpoint, Instant now) {
    make_room(barred_until_);
    barred_until_[endpoint] = now + limits::not_earshot_memory;
}

bool EndpointMemory::is_barred(const Endpoint& endpoint, Instant now) const {
    const auto found = barred_until_.find(endpoint);
    return found != barred_until_.end() && now < found->second;
}

void EndpointMemory::clear() {
    dialled_.clear();
    by_address_.clear();
    barred_until_.clear();
}

}  // namespace earshot::link
