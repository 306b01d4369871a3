#include <algorithm>
#include <utility>

#include "core/link/dialer.hpp"

namespace earshot::link {

void Dialer::pump(Instant now, DialEffects& effects) {
    expire_dials(now, effects);
    forget_lost();
    make_plans();
    while (const auto target = is_resting(now) ? std::nullopt : take_due(now)) {
        auto& state = targets_.at(*target);
        if (!state.round) start_round(*target, state, now, effects);
        continue_round(*target, state, now, effects);
        make_plans();
    }
    next_deadline_ = earliest_deadline(now);
}

void Dialer::forget_lost() {
    for (auto it = lost_.begin(); it != lost_.end();) {
        const auto target = targets_.find(*it++);
        if (!has_dial(target->first, false)) forget(target);
    }
}

void Dialer::forget(std::map<Target, State>::iterator target) {
    unplan(target->first, target->second);
    lost_.erase(target->first);
    targets_.erase(target);
}

/// Puts what has changed where it belongs, so that nothing else need be looked at.
void Dialer::make_plans() {
    for (const auto& target : std::exchange(edited_, {})) {
        const auto found = targets_.find(target);
        if (found == targets_.end()) continue;
        auto& state = found->second;
        ++looks_;
        unplan(target, state);
        const auto when = wake_time(target, state);
        if (!when) continue;
        auto& plan = state.round ? rounds_ : waiting_;
        plan.emplace(*when, target);
        state.planned = {&plan, *when};
    }
}

void Dialer::unplan(const Target& target, State& state) {
    if (!state.planned) return;
    state.planned->first->erase({state.planned->second, target});
    state.planned.reset();
}

/// The next to do something about, while there is room for dials: who is in a round goes first.
std::optional<Target> Dialer::take_due(Instant now) {
    if (dials_.size() >= limits::dials_at_once_max) return std::nullopt;
    for (auto* plan : {&rounds_, &waiting_}) {
        if (plan->empty() || plan->begin()->first > now) continue;
        const auto target = plan->begin()->second;
        edited_.insert(target);
        return target;
    }
    return std::nullopt;
}

std::optional<Instant> Dialer::wake_time(const Target& target, const State& state) const {
    if (!state.round) return is_wanted(target, state) ? std::optional{state.due} : std::nullopt;
    if (state.round->queue.empty() || has_dial(target, true)) return std::nullopt;
    return state.round->next_start;
}

void Dialer::expire_dials(Instant now, DialEffects& effects) {
    std::vector<DialId> expired;
    for (const auto& [id, dial] : dials_)
        if (dial.deadline <= now) expired.push_back(id);
    for (const auto id : expired) {
        effects.emplace_back(CancelDial{id});
        end_dial(id, DialFailure::unreachable, now, effects);
    }
}

void Dialer::start_round(const Target& target, State& state, Instant now, DialEffects& effects) {
    auto ordered = state.candidates.in_order(own_subnets_);
    std::erase_if(ordered, [&](const Candidate& c) { return !is_allowed(c, now); });
    // What it said a moment ago is an answer still, where it may not be asked again yet.
    const bool has_answer =
        ordered.empty() && now - state.tried < Duration{limits::unproven_dial_interval};
    if (!has_answer) {
        state.refused = state.unanswered = 0;
        state.is_refused_at_home = false;
    }
    if (!ordered.empty()) {
        std::ranges::reverse(ordered);
        state.round = Round{std::move(ordered), now, now};
        state.is_alive = false;
        return;
    }
    // All of them are somebody else's business for now: look again when the first may be dialled.
    auto again = now + limits::dial_backoff_max;
    for (const auto& candidate : state.candidates.all())
        if (candidate.needs_caution() && may_be_hinted(candidate.endpoint, own_subnets_))
            again = std::min(again, memory_.unproven_allowed_at(candidate.endpoint, now));
    state.due = std::max(again, now + limits::dial_backoff_first);
    tell_not_reached(target, state, effects);
}

void Dialer::continue_round(const Target& target, State& state, Instant now, DialEffects& effects) {
    if (!state.round) return;
    auto& round = *state.round;
    if (!is_wanted(target, state)) round.queue.clear();
    while (!round.queue.empty() && round.next_start <= now && !has_dial(target, true) &&
           dials_.size() < limits::dials_at_once_max) {
        const auto candidate = round.queue.back();
        round.queue.pop_back();
        if (!is_allowed(candidate, now)) continue;
        start_dial(target, state, candidate, now, effects);
        round.next_start = now + limits::dial_stagger;
    }
    end_round_if_over(target, state, now, effects);
}

void Dialer::start_dial(const Target& target, const State& state, const Candidate& candidate,
                        Instant now, DialEffects& effects) {
    const auto id = next_id_++;
    if (candidate.needs_caution()) memory_.on_unproven_dial(candidate.endpoint, now);
    dials_.emplace(id, Dial{target, candidate, now + limits::dial_timeout});
    const auto expected = std::holds_alternative<DeviceId>(target) ? state.device : std::nullopt;
    effects.emplace_back(StartDial{id, candidate.endpoint, expected});
}

void Dialer::end_dial(DialId id, DialFailure failure, Instant now, DialEffects& effects) {
    const auto found = dials_.find(id);
    if (found == dials_.end()) return;
    const auto dial = std::move(found->second);
    dials_.erase(found);
    const auto& endpoint = dial.candidate.endpoint;
    const bool is_useless = failure == DialFailure::own_device ||
                            (failure == DialFailure::not_earshot && dial.candidate.needs_caution());
    if (is_useless) memory_.bar(endpoint, now);

    const auto target = targets_.find(dial.target);
    if (target == targets_.end()) return;
    auto& state = target->second;
    edited_.insert(dial.target);
    if (failure == DialFailure::refused) {
        ++state.refused;
        if (dial.candidate.is_proven) state.is_refused_at_home = true;
    } else {
        ++state.unanswered;
    }
    if (failure == DialFailure::unexpected_device) {
        state.candidates.on_other_device(endpoint);
    } else {
        state.candidates.on_failed(endpoint);
    }
    // An instance that is ourselves, of an earlier run perhaps.
    if (failure == DialFailure::own_device && std::holds_alternative<InstanceId>(dial.target)) {
        state.is_lost = true;
        lost_.insert(dial.target);
    }
    if (state.round) state.round->next_start = now;
    end_round_if_over(dial.target, state, now, effects);
}

void Dialer::end_round_if_over(const Target& target, State& state, Instant now,
                               DialEffects& effects) {
    if (!state.round || !state.round->queue.empty() || has_dial(target, false)) return;
    state.round.reset();
    state.tried = now;
    if (!is_wanted(target, state)) return;
    const auto* const device = std::get_if<DeviceId>(&target);
    const bool is_absent = device != nullptr && !state.is_sighted && !wanted_.contains(*device);
    const Duration most = state.is_alive ? Duration{limits::dial_backoff_first}
                          : is_absent    ? Duration{limits::dial_absent_backoff_max}
                                         : Duration{limits::dial_backoff_max};
    state.due = now + backoff(++state.failures, most);
    tell_not_reached(target, state, effects);
}

/// A refusal speaks for its device only where it lived, or if all of its addresses say the same:
/// in another network somebody else may have one of them.
void Dialer::tell_not_reached(const Target& target, const State& state,
                              DialEffects& effects) const {
    const auto* const device = std::get_if<DeviceId>(&target);
    if (device == nullptr || linked_.contains(*device)) return;
    const bool all_refused = state.refused > 0 && state.unanswered == 0;
    effects.emplace_back(NotReached{*device, state.is_refused_at_home || all_refused});
}

void Dialer::cancel_unconnected(const Target& target, DialEffects& effects) {
    const auto found = targets_.find(target);
    for (auto it = dials_.begin(); it != dials_.end();) {
        const auto& [id, dial] = *it;
        if (dial.target != target || dial.is_connected) {
            ++it;
            continue;
        }
        effects.emplace_back(CancelDial{id});
        if (found != targets_.end() && found->second.round)
            found->second.round->queue.push_back(dial.candidate);
        it = dials_.erase(it);
    }
}

std::optional<Instant> Dialer::earliest_deadline(Instant now) const {
    std::optional<Instant> earliest;
    const auto consider = [&](Instant instant) {
        earliest = std::min(instant, earliest.value_or(instant));
    };
    for (const auto& [id, dial] : dials_) consider(dial.deadline);
    if (is_resting(now)) {
        consider(rests_until_);
        return earliest;
    }
    if (dials_.size() >= limits::dials_at_once_max) return earliest;
    for (const auto* plan : {&rounds_, &waiting_})
        if (!plan->empty()) consider(plan->begin()->first);
    return earliest;
}

bool Dialer::is_wanted(const Target& target, const State& state) const {
    if (state.is_lost || state.candidates.empty()) return false;
    if (!state.device) return true;
    const auto& device = *state.device;
    if (const auto linked = linked_.find(device); linked != linked_.end())
        return linked->second.is_aging;
    if (is_lonely_ || wanted_.contains(device)) return true;
    return std::holds_alternative<Seed>(target) && !present_.contains(device);
}

bool Dialer::is_allowed(const Candidate& candidate, Instant now) const {
    const auto& endpoint = candidate.endpoint;
    const bool is_dialled = std::ranges::any_of(
        dials_, [&](const auto& entry) { return entry.second.candidate.endpoint == endpoint; });
    if (is_dialled || memory_.is_barred(endpoint, now)) return false;
    return !candidate.needs_caution() || (may_be_hinted(endpoint, own_subnets_) &&
                                          memory_.unproven_allowed_at(endpoint, now) <= now);
}

bool Dialer::has_dial(const Target& target, bool connected_only) const {
    return std::ranges::any_of(dials_, [&](const auto& entry) {
        return entry.second.target == target && (!connected_only || entry.second.is_connected);
    });
}

}  // namespace earshot::link
