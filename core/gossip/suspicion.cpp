#include "core/gossip/suspicion.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/identity/ids.hpp"

namespace earshot::gossip {
namespace {

constexpr std::size_t further_witnesses_max = 2;  ///< More make nothing sooner.

/// max - (max - min) ln(c + 1) / ln(k + 1) for c further witnesses where k are enough.
Duration suspicion_time(std::size_t further, std::size_t enough) {
    if (further >= enough) return limits::suspicion_min;
    if (further == 0) return limits::suspicion_max;
    static_assert(further_witnesses_max == 2);
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
    const bool can_ask = links_.computers() > 0 && entry.is_shared();
    const auto online = can_ask ? table_.online() : 0;
    const auto enough = std::min(further_witnesses_max, online > 2 ? online - 2 : 0);
    const auto refused = static_cast<std::size_t>(
        std::ranges::count(entry.witnesses, Evidence::refused, &Witness::evidence));
    const auto* const own = own_word(entry);
    const bool is_own_word = own != nullptr && own->evidence == Evidence::refused;
    // Whoever has no address where it once answered hears nothing where others are refused.
    const bool is_confirmed =
        refused > 0 && entry.witnesses.size() > std::min(enough, std::size_t{1});
    if (is_own_word || is_confirmed) return limits::refused_suspicion;
    // One who was refused outweighs those that heard nothing; the accused needs seconds to answer.
    const auto further = refused > 0 ? enough : entry.witnesses.size() - 1;
    return std::max(suspicion_time(further, enough), least(entry.record->sid, now));
}

const Witness* Suspicion::own_word(const Entry& entry) const {
    const auto* const self = table_.find(own_);
    if (self == nullptr) return nullptr;
    const auto own =
        std::ranges::find(entry.witnesses, self->record->presence.device, &Witness::device);
    return own == entry.witnesses.end() ? nullptr : &*own;
}

bool Suspicion::is_confirmed(const Entry& entry, Instant doubted) const {
    const auto& witnesses = entry.witnesses;
    if (witnesses.size() > further_witnesses_max) return true;
    const auto* const own = own_word(entry);
    if (own == nullptr) return witnesses.size() != 1;
    if (own->evidence == Evidence::refused) return true;
    return std::ranges::none_of(links_.all(), [&](const auto& each) {
        const auto is_it = [&](const Witness& witness) {
            return identity::device_id(witness.device) == each.second.device;
        };
        return each.second.since > doubted && std::ranges::none_of(witnesses, is_it);
    });
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

std::vector<Suspicion::Verdict> Suspicion::on_time(Instant now) {
    std::vector<Verdict> verdicts;
    while (!ends_.empty() && ends_.begin()->first <= now) {
        const auto sid = ends_.begin()->second;
        const auto doubted = timers_.at(sid).start;
        on_alive(sid);
        const auto* const entry = table_.find(sid);
        // It may have made room for somebody.
        if (entry != nullptr && !links_.is_heard(sid, now))
            verdicts.push_back({sid, is_confirmed(*entry, doubted)});
    }
    return verdicts;
}

std::optional<Instant> Suspicion::next_deadline() const {
    if (ends_.empty()) return std::nullopt;
    return ends_.begin()->first;
}

}  // namespace earshot::gossip
