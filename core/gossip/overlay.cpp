#include "core/gossip/overlay.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::gossip {
Overlay::Overlay(const Places& places, const Sid& own, Footing footing, Instant now)
    : places_(places),
      own_(own),
      footing_(footing),
      refill_at_(now),
      trim_at_(now),
      rotate_at_(now + limits::rotation) {}

// The shape of the mesh

std::size_t Overlay::others() const {
    const auto* const self = places_.table.find(own_);
    return places_.table.online() - (self != nullptr && self->is_online() ? 1 : 0);
}

Overlay::Shape Overlay::shape() const {
    const auto online = others();
    // Not to and fro with everybody who comes and goes.
    const auto mesh_max = limits::full_mesh_max + (was_mesh_ ? limits::neighbours_few : 0);
    was_mesh_ = online <= mesh_max;
    if (was_mesh_) return Shape::mesh;
    const bool has_hubs =
        places_.table.online_hubs() * 100 >= places_.table.online() * limits::hubs_percent_min;
    return online > limits::flat_overlay_max && has_hubs ? Shape::hubs : Shape::flat;
}

std::size_t Overlay::chosen_wanted() const {
    switch (shape()) {
        case Shape::mesh: return others();
        case Shape::flat: return limits::chosen_neighbours;
        case Shape::hubs:
            return footing_ == Footing::hub ? limits::chosen_neighbours
                                            : limits::chosen_neighbours_of_leaf;
    }
    return limits::chosen_neighbours;
}

std::size_t Overlay::accepted_max() const {
    switch (shape()) {
        case Shape::mesh: return limits::urgent_neighbours_max;
        case Shape::flat: return limits::accepted_neighbours_max;
        case Shape::hubs:
            return footing_ == Footing::hub ? limits::accepted_neighbours_of_hub_max
                                            : limits::accepted_neighbours_of_leaf_max;
    }
    return limits::accepted_neighbours_max;
}

std::size_t Overlay::count(Role role) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(roles_, [&](const auto& each) { return each.second == role; }));
}

bool Overlay::is_neighbour(LinkId link) const {
    const auto found = roles_.find(link);
    return found != roles_.end() && found->second != Role::asked;
}

// Links

void Overlay::on_link_up(LinkId link, Instant now, Effects& effects) {
    const auto* const view = places_.links.find(link);
    if (crossing_ == view->sid) crossing_.reset();
    const bool was_dialled_for_us = reaching_.erase(view->sid) > 0;
    // In a mesh the side that dialled asks, whatever it dialled for.
    if (was_dialled_for_us || (view->is_dialled && shape() == Shape::mesh))
        ask(link, false, now, effects);
}

void Overlay::on_link_down(LinkId link, Instant now) {
    roles_.erase(link);
    asked_.erase(link);
    refill_at_ = std::min(refill_at_, next_refill(now));
}

void Overlay::on_unreachable(const Sid& sid, Instant now) {
    if (reaching_.erase(sid) > 0) set_backoff(sid, now + limits::failed_dial_backoff);
    if (crossing_ != sid) return;
    crossing_.reset();
    cross_at_ = now + limits::crossing_rest;
}

void Overlay::on_network_changed(std::vector<Subnet> own) {
    own_subnets_ = std::move(own);
    cross_at_ = {};
    forget_failures();
}

void Overlay::forget_failures() {
    backoff_.clear();
    refusals_ = 0;
}

void Overlay::ask(LinkId link, bool is_urgent, Instant now, Effects& effects) {
    if (roles_.contains(link)) return;
    roles_[link] = Role::asked;
    asked_[link] = now + limits::reach_patience;
    const bool begs = is_urgent || neighbours() < limits::neighbours_few;
    effects.send(link, neighbour_frame,
                 NeighbourFrame{begs ? Neighbourly::begs : Neighbourly::asks});
}

void Overlay::become(LinkId link, Role role) {
    if (!is_neighbour(link)) new_.push_back(link);
    roles_[link] = role;
    asked_.erase(link);
}

void Overlay::on_word(LinkId link, Neighbourly word, Instant now, Effects& effects) {
    switch (word) {
        case Neighbourly::asks:
        case Neighbourly::begs: return answer(link, word == Neighbourly::begs, now, effects);
        case Neighbourly::accepts:
            // Who chose us must not become our choice by saying so.
            if (!asked_.contains(link)) return;
            refusals_ = 0;
            become(link, Role::chosen);
            return;
        case Neighbourly::refuses: return on_refused(link, now);
        case Neighbourly::parts:
            roles_.erase(link);
            asked_.erase(link);
            // There may be nobody else, as behind an access point that keeps its devices apart.
            if (neighbours() == 0) return ask(link, true, now, effects);
            if (const auto* const view = places_.links.find(link))
                set_backoff(view->sid, now + limits::neighbour_backoff_max);
            refill_at_ = std::min(refill_at_, next_refill(now));
            return;
    }
}

void Overlay::answer(LinkId link, bool is_begging, Instant now, Effects& effects) {
    const auto role = roles_.find(link);
    const bool is_asked_by_us = role != roles_.end() && role->second == Role::asked;
    const auto most = is_begging ? limits::urgent_neighbours_max : accepted_max();
    const bool is_welcome = is_asked_by_us || is_neighbour(link) || accepted() < most;
    effects.send(link, neighbour_frame,
                 NeighbourFrame{is_welcome ? Neighbourly::accepts : Neighbourly::refuses});
    if (!is_welcome || is_neighbour(link)) return;
    become(link, is_asked_by_us ? Role::chosen : Role::accepted);
    refill_at_ = std::min(refill_at_, next_refill(now));
}

/// 1, 2, 4 ... 60 s after the third refusal in a row; whoever refused is left alone for longer.
void Overlay::on_refused(LinkId link, Instant now) {
    const auto role = roles_.find(link);
    if (role == roles_.end() || role->second != Role::asked) return;
    roles_.erase(role);
    asked_.erase(link);
    if (const auto* const view = places_.links.find(link))
        set_backoff(view->sid, now + limits::refused_backoff);
    constexpr unsigned refusals_free = 3;
    if (++refusals_ < refusals_free) return;
    const auto wait =
        std::min(Duration{limits::neighbour_backoff_max},
                 Duration{limits::refill} * (1 << std::min(refusals_ - refusals_free, 6u)));
    refill_at_ = now + crypto::draw_around(places_.entropy, wait);
}

// Choosing

bool Overlay::is_backed_off(const Sid& sid, Instant now) const {
    const auto found = backoff_.find(sid);
    return found != backoff_.end() && found->second > now;
}

void Overlay::set_backoff(const Sid& sid, Instant until) {
    if (backoff_.size() >= limits::gossip_entries_max) backoff_.erase(backoff_.begin());
    auto& current = backoff_[sid];
    current = std::max(current, until);
}

/// Nobody is left who may be chosen: whoever could not be reached once may be reachable by now.
bool Overlay::is_desperate(Instant now) const {
    return desperate_at_ <= now && neighbours() < limits::neighbours_few;
}

bool Overlay::is_candidate(const Entry& entry, Instant now) const {
    const auto& sid = entry.record->sid;
    if (sid == own_ || !entry.is_online() || reaching_.contains(sid)) return false;
    if (is_backed_off(sid, now) && !is_desperate(now)) return false;
    const auto* const view = places_.links.find(sid);
    return view == nullptr || !roles_.contains(view->link);
}

std::vector<const Entry*> Overlay::candidates(Instant now) const {
    std::vector<const Entry*> all;
    std::vector<const Entry*> hubs;
    for (const auto& [sid, entry] : places_.table.entries()) {
        if (!is_candidate(entry, now)) continue;
        all.push_back(&entry);
        if (entry.record->presence.footing == Footing::hub) hubs.push_back(&entry);
    }
    return shape() == Shape::hubs && !hubs.empty() ? hubs : all;
}

/// In a mesh both sides want the same link: the lower one dials, the other only if it has to.
bool Overlay::is_our_turn(const Sid& sid, Instant now) const {
    if (shape() != Shape::mesh || own_ < sid || places_.links.has(sid)) return true;
    const auto* const entry = places_.table.find(sid);
    return entry->first_seen + limits::dial_other_side_wait <= now;
}

Instant Overlay::next_refill(Instant now) const {
    return now + (neighbours() < limits::neighbours_few ? Duration{limits::refill_few}
                                                        : Duration{limits::refill});
}

std::size_t Overlay::missing() const {
    const auto wanted = chosen_wanted();
    const auto have =
        chosen() + asked_.size() + reaching_.size() + (shape() == Shape::mesh ? accepted() : 0);
    return wanted > have ? wanted - have : 0;
}

bool Overlay::is_elsewhere(const Entry& entry) const {
    const auto& endpoints = entry.record->presence.endpoints;
    return !endpoints.empty() && std::ranges::none_of(own_subnets_, [&](const Subnet& subnet) {
        return entry.record->presence.is_in(subnet);
    });
}

bool Overlay::has_crossing() const {
    return std::ranges::any_of(roles_, [&](const auto& each) {
        const auto* const view = places_.links.find(each.first);
        const auto* const entry = view == nullptr ? nullptr : places_.table.find(view->sid);
        return each.second != Role::accepted && entry != nullptr && is_elsewhere(*entry);
    });
}

/// One neighbour in another subnet, for every computer that knows of one, holds subnets together
/// where packets to everybody do not pass between them. Where nobody there is reached, it is not
/// tried all the time.
void Overlay::keep_to_crossings(std::vector<const Entry*>& pool, Instant now) const {
    if (own_subnets_.empty() || crossing_ || now < cross_at_ || has_crossing()) return;
    std::vector<const Entry*> elsewhere;
    std::ranges::copy_if(pool, std::back_inserter(elsewhere),
                         [this](const auto* each) { return is_elsewhere(*each); });
    if (!elsewhere.empty()) pool = std::move(elsewhere);
}

void Overlay::refill(Instant now, Effects& effects) {
    refill_at_ = next_refill(now);
    auto wanted = shape() == Shape::mesh ? missing() : std::min<std::size_t>(missing(), 1);
    if (wanted == 0) return;
    const bool was_desperate = is_desperate(now);
    auto pool = candidates(now);
    if (shape() != Shape::mesh) keep_to_crossings(pool, now);
    // At a pace, or an isolated computer would do nothing else.
    if (!pool.empty() || was_desperate) desperate_at_ = now + limits::refused_backoff;
    while (wanted > 0 && !pool.empty()) {
        const auto index = crypto::draw_below(places_.entropy, pool.size());
        const auto* const entry = pool[index];
        pool.erase(pool.begin() + static_cast<std::ptrdiff_t>(index));
        if (!is_our_turn(entry->record->sid, now)) continue;
        choose(*entry, now, effects);
        --wanted;
    }
}

void Overlay::choose(const Entry& entry, Instant now, Effects& effects) {
    if (const auto* const view = places_.links.find(entry.record->sid))
        return ask(view->link, false, now, effects);
    reaching_.insert(entry.record->sid);
    if (is_elsewhere(entry)) crossing_ = entry.record->sid;
}

// Letting go

void Overlay::part(Role role, Instant now, Effects& effects) {
    std::vector<LinkId> candidates;
    for (const auto& [link, each] : roles_)
        if (each == role) candidates.push_back(link);
    if (candidates.empty()) return;
    const auto link = candidates[crypto::draw_below(places_.entropy, candidates.size())];
    effects.send(link, neighbour_frame, NeighbourFrame{Neighbourly::parts});
    if (const auto* const view = places_.links.find(link))
        set_backoff(view->sid, now + limits::neighbour_backoff_max);
    roles_.erase(link);
}

std::optional<Overlay::Role> Overlay::too_many() const {
    if (shape() == Shape::mesh) return std::nullopt;
    if (chosen() > chosen_wanted() + 1) return Role::chosen;
    if (accepted() > accepted_max() + 1) return Role::accepted;
    return std::nullopt;
}

void Overlay::trim(Instant now, Effects& effects) {
    const auto role = too_many();
    if (now < trim_at_ || !role) return;
    part(*role, now, effects);
    trim_at_ = now + limits::trim_interval;
}

void Overlay::rotate(Instant now, Effects& effects) {
    if (now < rotate_at_) return;
    rotate_at_ = now + limits::rotation - limits::rotation_spread +
                 crypto::draw_up_to(places_.entropy, 2 * limits::rotation_spread);
    if (shape() != Shape::mesh && chosen() >= chosen_wanted()) part(Role::chosen, now, effects);
}

void Overlay::bridge(LinkId link, Instant now, Effects& effects) {
    if (roles_.contains(link)) return;
    const bool is_enough = chosen() >= chosen_wanted();
    ask(link, true, now, effects);
    if (is_enough) part(Role::chosen, now, effects);
}

void Overlay::expire_asked(Instant now) {
    std::erase_if(asked_, [&](const auto& each) {
        if (each.second > now) return false;
        roles_.erase(each.first);
        return true;
    });
}

void Overlay::on_time(Instant now, Effects& effects) {
    expire_asked(now);
    trim(now, effects);
    rotate(now, effects);
    if (refill_at_ <= now) refill(now, effects);
}

std::optional<Instant> Overlay::next_deadline() const {
    auto earliest = rotate_at_;
    if (missing() > 0) earliest = std::min(earliest, refill_at_);
    if (too_many()) earliest = std::min(earliest, trim_at_);
    for (const auto& [link, deadline] : asked_) earliest = std::min(earliest, deadline);
    return earliest;
}

}  // namespace earshot::gossip
