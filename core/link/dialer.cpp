#include "core/link/dialer.hpp"

#include <algorithm>
#include <utility>

#include "crypto/chance.hpp"

namespace earshot::link {

DialFailure dial_failure(EndReason reason) {
    switch (reason) {
        case EndReason::not_earshot: return DialFailure::not_earshot;
        case EndReason::own_device: return DialFailure::own_device;
        case EndReason::unexpected_device: return DialFailure::unexpected_device;
        default: return DialFailure::unreachable;
    }
}

void Dialer::on_sighted(const Target& target, std::span<const Endpoint> endpoints, Instant now,
                        DialEffects& effects) {
    auto known = target;
    if (const auto* const instance = std::get_if<InstanceId>(&target)) {
        if (*instance == own_instance_) return;
        if (const auto met = met_.find(*instance); met != met_.end()) known = met->second.device;
    }
    add_endpoints(known, endpoints, false, now);
    pump(now, effects);
}

void Dialer::on_remembered(const DeviceId& device, std::span<const Endpoint> endpoints, Instant now,
                           DialEffects& effects) {
    add_endpoints(device, endpoints, true, now);
    pump(now, effects);
}

void Dialer::on_sign_of_life(const InstanceId& instance, Instant now, DialEffects& effects) {
    const auto found = find_met(instance);
    if (found == targets_.end()) return;
    auto& [target, state] = *found;
    const auto& device = *state.device;
    if (linked_.contains(device)) return;
    const bool is_first = !std::exchange(state.is_alive, true);
    if (state.round) {
        if (!is_first && now - state.round->began < Duration{limits::dial_backoff_first}) return;
        cancel_unconnected(target, effects);
        state.round->began = state.round->next_start = now;
    } else if (state.failures > 0) {
        const auto earliest = std::max(now, state.tried + limits::dial_backoff_first);
        state.due =
            std::min(state.due, earliest + our_turn(device) + random_up_to(limits::dial_spread));
    }
    edited_.insert(target);
    pump(now, effects);
}

void Dialer::on_lost(const Target& target, Instant now, DialEffects& effects) {
    if (const auto* const instance = std::get_if<InstanceId>(&target)) {
        if (const auto met = find_met(*instance); met != targets_.end())
            met->second.is_sighted = present_.contains(*met->second.device);
    }
    const auto found = targets_.find(target);
    if (found == targets_.end()) return;
    found->second.is_lost = true;
    lost_.insert(target);
    edited_.insert(target);
    if (!std::holds_alternative<InstanceId>(target)) cancel_unconnected(target, effects);
    pump(now, effects);
}

void Dialer::on_connected(DialId id, Instant now, DialEffects& effects) {
    const auto found = dials_.find(id);
    if (found == dials_.end()) return;
    found->second.is_connected = true;
    // The link keeps its own time; this is only in case nobody tells us how it went.
    found->second.deadline = now + limits::handshake_max + limits::dial_timeout;
    edited_.insert(found->second.target);
    cancel_unconnected(found->second.target, effects);
    pump(now, effects);
}

void Dialer::on_dial_failed(DialId id, DialFailure failure, Instant now, DialEffects& effects) {
    end_dial(id, failure, now, effects);
    pump(now, effects);
}

void Dialer::on_established(const Met& met, Instant now, DialEffects& effects) {
    linked_[met.device] = {now, false};
    const auto dial = met.dial ? dials_.find(*met.dial) : dials_.end();
    if (dial != dials_.end()) {
        const auto target = dial->second.target;
        const auto endpoint = dial->second.candidate.endpoint;
        dials_.erase(dial);
        edited_.insert(target);
        effects.emplace_back(RememberAddress{met.device, endpoint});
        if (auto* const state = find_or_add(met.device, now)) state->candidates.on_worked(endpoint);
        if (const auto* const instance = std::get_if<InstanceId>(&target))
            remember_meeting(*instance, met.device, now);
        resolve(target, met.device);
        if (const auto seed = targets_.find(target); seed != targets_.end())
            seed->second.candidates.on_worked(endpoint);
    }
    remember_meeting(met.instance, met.device, now);
    resolve(met.instance, met.device);
    for_each_of(met.device, [&](const Target& target, State& state) {
        // Only what has not connected: if both sides dialled, each dropping its own would leave
        // none.
        state.round.reset();
        cancel_unconnected(target, effects);
    });
    pump(now, effects);
}

void Dialer::on_link_down(const DeviceId& device, Instant now, DialEffects& effects) {
    const auto linked = linked_.find(device);
    if (linked == linked_.end()) return;
    const bool has_lasted = now - linked->second.since >= limits::dial_settled_after;
    linked_.erase(linked);
    const auto first_wait = our_turn(device);
    for_each_of(device, [&](const Target&, State& state) {
        // A peer that ends every link at once must not have us dial in a loop.
        state.failures = has_lasted ? 0 : state.failures + 1;
        state.due = now + (has_lasted ? first_wait + random_up_to(limits::dial_spread)
                                      : backoff(state.failures, limits::dial_backoff_max));
    });
    pump(now, effects);
}

void Dialer::set_wanted(const DeviceId& device, bool is_wanted, Instant now, DialEffects& effects) {
    if (!is_wanted) {
        if (wanted_.erase(device) == 0) return;
        edited_.insert(device);
        cancel_unconnected(device, effects);
        return pump(now, effects);
    }
    if (!wanted_.insert(device).second) return;
    const auto found = targets_.find(device);
    if (found == targets_.end() || found->second.candidates.empty()) {
        effects.emplace_back(NotReached{device, false});
        return;
    }
    found->second.failures = 0;
    found->second.due = now;
    edited_.insert(device);
    pump(now, effects);
}

void Dialer::set_lonely(bool is_lonely, Instant now, DialEffects& effects) {
    if (std::exchange(is_lonely_, is_lonely) == is_lonely) return;
    for (const auto& [target, state] : targets_) edited_.insert(target);
    pump(now, effects);
}

void Dialer::set_present(const DeviceId& device, bool is_present, Instant now,
                         DialEffects& effects) {
    const bool is_news = is_present ? present_.insert(device) : present_.erase(device);
    if (!is_news) return;
    for_each_of(device, [&](const Target& target, State& state) {
        if (!std::holds_alternative<DeviceId>(target)) return;
        state.is_sighted = is_present;
        if (!is_present) return;
        state.failures = 0;
        state.due = std::min(state.due, now + random_up_to(limits::dial_spread));
    });
    pump(now, effects);
}

void Dialer::on_identified(const InstanceId& instance, const DeviceId& device,
                           std::span<const Endpoint> endpoints, Instant now) {
    const auto found = targets_.find(instance);
    if (found == targets_.end()) return;
    const bool is_there =
        std::ranges::any_of(found->second.candidates.all(), [&](const auto& each) {
            return std::ranges::find(endpoints, each.endpoint) != endpoints.end();
        });
    if (!is_there) return;
    remember_meeting(instance, device, now);
    resolve(instance, device);
}

void Dialer::on_link_aging(const DeviceId& device, Instant now, DialEffects& effects) {
    const auto linked = linked_.find(device);
    if (linked == linked_.end()) return;
    linked->second.is_aging = true;
    for_each_of(device, [&](const Target&, State& state) { state.due = now; });
    pump(now, effects);
}

void Dialer::on_network_changed(std::vector<Subnet> own, Instant now, DialEffects& effects) {
    own_subnets_ = std::move(own);
    memory_.clear();
    rests_until_ = {};
    for (auto& [target, state] : targets_) {
        state.failures = 0;
        state.due = std::min(state.due, now + random_up_to(limits::dial_spread));
        edited_.insert(target);
        // Attempts under way went out over what was there before: they would only hang.
        cancel_unconnected(target, effects);
        if (state.round) state.round->next_start = now;
    }
    pump(now, effects);
}

void Dialer::on_sleep(Instant now, DialEffects& effects) {
    rests_until_ = now + limits::rest_max;
    for (const auto& [target, state] : targets_) {
        cancel_unconnected(target, effects);
        edited_.insert(target);
    }
    pump(now, effects);
}

void Dialer::on_time(Instant now, DialEffects& effects) { pump(now, effects); }

void Dialer::add_endpoints(const Target& target, std::span<const Endpoint> endpoints,
                           bool is_proven, Instant now) {
    if (target == Target{own_device_}) return;
    auto* const state = find_or_add(target, now);
    if (!state) return;
    edited_.insert(target);
    if (std::exchange(state->is_lost, false)) {
        lost_.erase(target);
        state->failures = 0;
        state->due = first_due(target, now);
    }
    const bool is_given = std::holds_alternative<Seed>(target);
    const auto few = endpoints.first(
        std::min(endpoints.size(), std::size_t{limits::addresses_per_candidate_max}));
    bool is_news = !is_proven && !std::exchange(state->is_sighted, true);
    for (const auto& endpoint : few) {
        const Candidate candidate{endpoint, is_proven, is_given};
        if (!state->candidates.add(candidate)) continue;
        is_news = true;
        if (state->round) state->round->queue.insert(state->round->queue.begin(), candidate);
    }
    if (is_news && state->failures > 0)
        state->due = std::min(state->due, now + random_up_to(limits::dial_spread));
}

Dialer::State* Dialer::find_or_add(const Target& target, Instant now) {
    if (const auto found = targets_.find(target); found != targets_.end()) return &found->second;
    if (targets_.size() >= limits::candidates_max && !make_room()) return nullptr;
    State state;
    state.due = first_due(target, now);
    if (const auto* const device = std::get_if<DeviceId>(&target)) state.device = *device;
    return &targets_.emplace(target, std::move(state)).first->second;
}

/// What was only sighted and has failed most goes first; devices and seeds stay.
bool Dialer::make_room() {
    auto worst = targets_.end();
    for (auto it = targets_.begin(); it != targets_.end(); ++it) {
        ++looks_;
        if (!std::holds_alternative<InstanceId>(it->first) || has_dial(it->first, false)) continue;
        if (worst == targets_.end() || it->second.failures > worst->second.failures) worst = it;
    }
    if (worst == targets_.end()) return false;
    forget(worst);
    return true;
}

Instant Dialer::first_due(const Target& target, Instant now) {
    const auto* const instance = std::get_if<InstanceId>(&target);
    if (!instance) return now;
    auto due = now + random_up_to(limits::dial_spread);
    // Both have sighted each other, most likely: one of the two dials, the other only if need be.
    if (*instance < own_instance_)
        due += targets_.size() < limits::dial_few_targets_max
                   ? Duration{limits::dial_other_side_wait_few}
                   : Duration{limits::dial_other_side_wait};
    return due;
}

/// What was sighted becomes an address of the device that was met there.
void Dialer::resolve(const Target& target, const DeviceId& device) {
    const auto found = targets_.find(target);
    if (found == targets_.end()) return;
    if (std::holds_alternative<Seed>(target)) {
        found->second.device = device;
        return;
    }
    if (!std::holds_alternative<InstanceId>(target)) return;
    for (auto& [id, dial] : dials_)
        if (dial.target == target) dial.target = device;
    const auto candidates = std::move(found->second.candidates);
    forget(found);
    edited_.insert(device);
    auto* const state = find_or_add(device, Instant{});
    if (!state) return;
    state->is_sighted = true;
    for (const auto& candidate : candidates.all()) state->candidates.add(candidate);
}

void Dialer::remember_meeting(const InstanceId& instance, const DeviceId& device, Instant now) {
    if (met_.size() >= limits::sightings_max && !met_.contains(instance))
        met_.erase(std::ranges::min_element(met_, {},
                                            [](const auto& entry) { return entry.second.when; }));
    met_[instance] = {device, now};
}

/// The device, if it is a target, that was met under this name.
std::map<Target, Dialer::State>::iterator Dialer::find_met(const InstanceId& instance) {
    const auto met = met_.find(instance);
    return met == met_.end() ? targets_.end() : targets_.find(met->second.device);
}

/// Where both sides may dial at the same moment, how long the one waits whose link would lose.
Duration Dialer::our_turn(const DeviceId& device) const {
    return own_device_ < device ? Duration{} : Duration{limits::dial_other_side_wait_few};
}

Duration Dialer::random_up_to(Duration most) { return crypto::draw_up_to(entropy_, most); }

/// Everything that is known to lead to a device: itself and the seeds it answered at.
template <class Each>
void Dialer::for_each_of(const DeviceId& device, Each&& each) {
    const auto visit = [&](auto entry) {
        ++looks_;
        if (entry->second.device != device) return;
        edited_.insert(entry->first);
        each(entry->first, entry->second);
    };
    // Seeds stand together in the map, and only a person adds any.
    for (auto it = targets_.lower_bound(Seed{});
         it != targets_.end() && std::holds_alternative<Seed>(it->first); ++it)
        visit(it);
    if (const auto found = targets_.find(device); found != targets_.end()) visit(found);
}

/// 1, 2, 4 s and so on up to `most`, a fifth more or less.
Duration Dialer::backoff(unsigned failures, Duration most) {
    const Duration first{limits::dial_backoff_first};
    const auto wait = std::min(most, first * (1 << std::min(failures - 1, 10u)));
    return crypto::draw_around(entropy_, wait);
}

}  // namespace earshot::link
