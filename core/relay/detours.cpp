#include "core/relay/detours.hpp"

#include <algorithm>
#include <vector>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::relay {

void Detours::on_no_direct(const DeviceId& device, LinkId by, Instant now) {
    const bool is_new = !detours_.contains(device);
    if (is_new && detours_.size() >= limits::detours_max) make_room();
    auto& detour = detours_[device];
    if (is_new) detour.ready = now + limits::relay_after_call;
    detour.reached_by = by;
    detour.expires = now + limits::no_direct_memory;
    if (detour.stream) return;
    detour.asked.erase(by);
    detour.due = std::max(detour.ready, now);
}

void Detours::make_room() {
    const auto oldest = std::ranges::min_element(
        detours_, {}, [](const auto& each) { return each.second.expires; });
    detours_.erase(oldest);
}

void Detours::on_neighbour_up(Instant now) {
    for (auto& [device, detour] : detours_)
        if (detour.due && detour.rounds > 0)
            detour.due = std::min(*detour.due, now + limits::relay_head_start);
}

void Detours::on_sought(const DeviceId& device, Instant now) {
    const auto found = detours_.find(device);
    if (found == detours_.end() || found->second.due || found->second.stream) return;
    found->second.due = std::max(found->second.ready, now + limits::relay_head_start);
}

void Detours::on_established(StreamId stream, Instant now) {
    for (auto& [device, detour] : detours_)
        if (detour.stream == stream) detour.linked_since = now;
}

/// Streams that are no more: the next neighbour is asked. One whose links do not last must not have
/// us ask in a loop.
void Detours::take_over(Instant now) {
    for (const auto& over : places_.ends.take_over()) {
        const auto found = std::ranges::find_if(
            detours_, [&](const auto& each) { return each.second.stream == over; });
        if (found == detours_.end()) continue;
        auto& detour = found->second;
        const auto since = std::exchange(detour.linked_since, std::nullopt);
        if (since && now - *since >= limits::dial_settled_after) {
            detour.asked.clear();
            detour.rounds = 0;
        }
        detour.stream.reset();
        detour.due = now;
    }
}

void Detours::back_off(Detour& detour, Instant now) const {
    detour.asked.clear();
    const auto wait =
        std::min(Duration{limits::relay_backoff_max},
                 Duration{limits::relay_backoff_first} * (1 << std::min(detour.rounds, 8u)));
    ++detour.rounds;
    detour.due = now + crypto::draw_around(places_.entropy, wait);
}

std::optional<LinkId> Detours::choose(const DeviceId& device, const Detour& detour) const {
    if (detour.asked.size() >= limits::relay_tries_max) return std::nullopt;
    std::vector<LinkId> links;
    for (const auto link : places_.neighbours.links()) {
        const auto* const neighbour = places_.neighbours.find(link);
        if (detour.asked.contains(link) || neighbour->device == device) continue;
        if (link == detour.reached_by) return link;
        links.push_back(link);
    }
    if (links.empty()) return std::nullopt;
    return links[crypto::draw_below(places_.entropy, links.size())];
}

void Detours::ask_next(const DeviceId& device, Detour& detour, Instant now, Effects& effects) {
    detour.due.reset();
    if (!places_.guard.is_sought(device)) {
        detour.asked.clear();
        return;
    }
    const auto link = choose(device, detour);
    if (!link) return back_off(detour, now);
    detour.stream = places_.ends.ask(device, *link, now, effects);
    if (!detour.stream) return back_off(detour, now);
    detour.asked.insert(*link);
}

void Detours::on_time(Instant now, Effects& effects) {
    take_over(now);
    std::erase_if(detours_, [&](const auto& each) {
        return each.second.expires <= now && !each.second.stream;
    });
    for (auto& [device, detour] : detours_)
        if (detour.due && *detour.due <= now) ask_next(device, detour, now, effects);
}

std::optional<Instant> Detours::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [device, detour] : detours_)
        if (detour.due) earliest = std::min(*detour.due, earliest.value_or(*detour.due));
    return earliest;
}

}  // namespace earshot::relay
