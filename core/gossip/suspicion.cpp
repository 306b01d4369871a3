#include "core/gossip/suspicion.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::gossip {
namespace {

/// max - (max - min) ln(c + 1) / ln(k + 1) for c further witnesses where k are enough, which are
/// two at most.
Duration suspicion_time(std::size_t further, std::size_t enough) {
    if (further >= enough) return limits::suspicion_min;
    if (further == 0) return limits::suspicion_max;
    constexpr double one_of_two = 0.63093;  // ln 2 / ln 3
    constexpr Duration range = limits::suspicion_max - limits::suspicion_min;
    constexpr auto sooner = static_cast<double>(range.count()) * one_of_two;
    return limits::suspicion_max - Duration{static_cast<Duration::rep>(sooner)};
}

}  // namespace

Duration Suspicion::least(const Sid& sid, Instant now) const {
    const auto found = flaps_.find(sid);
    const bool flaps = found != flaps_.end() && found->second.size() >= limits::flaps_max &&
                       found->second.front() + limits::flap_window >= now;
    return flaps ? 2 * limits::suspicion_min : Duration{limits::suspicion_min};
}

Duration Suspicion::patience(const Entry& entry, Instant now) const {
    // Two others are enough, where there are two. Who reaches nobody at all can ask nobody, nor can
    // who must not tell of it.
    constexpr std::size_t enough_max = 2;
    const bool can_ask = links_.computers() > 0 && entry.is_shared();
    const auto online = can_ask ? table_.online() : 0;
    const auto enough = std::min(enough_max, online > 2 ? online - 2 : 0);
    const auto refused = static_cast<std::size_t>(
        std::ranges::count(entry.witnesses, Evidence::refused, &Witness::evidence));
    const auto* const self = table_.find(own_);
    const bool is_own_word =
        self != nullptr && std::ranges::any_of(entry.witnesses, [&](const auto& each) {
            return each.evidence == Evidence::refused &&
                   each.device == self->record->presence.device;
        });
    // Whoever has no address where it once answered hears nothing where others are refused.
    const bool is_confirmed =
        refused > 0 && entry.witnesses.size() > std::min(enough, std::size_t{1});
    if (is_own_word || is_confirmed) return limits::refused_suspicion;
    // One who was refused outweighs those that heard nothing; the accused needs seconds to answer.
    const auto further = refused > 0 ? enough : entry.witnesses.size() - 1;
    return std::max(suspicion_time(further, enough), least(entry.record->sid, now));
}

void Suspicion::on_doubted(const Sid& sid, Instant now) {
    const auto* const entry = table_.find(sid);
    if (entry == nullptr || entry->witnesses.empty() || !entry->is_online()) return;
    if (links_.is_heard(sid, now)) return;
    auto [timer, is_new] = timers_.try_emplace(sid, Timer{now, now});
    if (!is_new) ends_.erase({timer->second.end, sid});
    const auto wait = patience(*entry, now);
    // What others see for themselves counts from when we hear of it.
    const auto start = wait == limits::refused_suspicion ? now : timer->second.start;
    const auto end = std::max(now, start + wait);
    timer->second.end = is_new ? end : std::min(std::max(timer->second.end, now), end);
    ends_.emplace(timer->second.end, sid);
}

void Suspicion::on_alive(const Sid& sid) {
    const auto found = timers_.find(sid);
    if (found == timers_.end()) return;
    ends_.erase({found->second.end, sid});
    timers_.erase(found);
}

void Suspicion::on_flap(const Sid& sid, Instant now) {
    std::erase_if(flaps_,
                  [&](const auto& each) { return each.second.back() + limits::flap_window < now; });
    if (flaps_.size() >= limits::gossip_entries_max && !flaps_.contains(sid)) return;
    auto& flaps = flaps_[sid];
    flaps.push_back(now);
    while (flaps.size() > limits::flaps_max || flaps.front() + limits::flap_window < now)
        flaps.pop_front();
}

void Suspicion::hold(Instant until) {
    while (!ends_.empty() && ends_.begin()->first < until) {
        const auto sid = ends_.extract(ends_.begin()).value().second;
        timers_.at(sid).end = until;
        ends_.emplace(until, sid);
    }
}

std::vector<Suspicion::Ended> Suspicion::on_time(Instant now) {
    std::vector<Ended> gone;
    while (!ends_.empty() && ends_.begin()->first <= now) {
        const auto sid = ends_.begin()->second;
        const auto doubted = timers_.at(sid).start;
        on_alive(sid);
        if (!links_.is_heard(sid, now)) gone.push_back({sid, doubted});
    }
    return gone;
}

std::optional<Instant> Suspicion::next_deadline() const {
    if (ends_.empty()) return std::nullopt;
    return ends_.begin()->first;
}

}  // namespace earshot::gossip
