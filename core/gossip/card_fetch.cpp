#include "core/gossip/card_fetch.hpp"

#include <algorithm>

namespace earshot::gossip {

void CardFetch::want(const CardHash& card, LinkId from) {
    const auto found = wanted_.find(card);
    if (found == wanted_.end()) {
        if (wanted_.size() >= limits::cards_wanted_max) return;
        const auto added = wanted_.emplace(card, Wanted{{from}, next_turn_++}).first;
        return line_up(card, added->second);
    }
    auto& links = found->second.from;
    const bool is_known = std::ranges::find(links, from) != links.end();
    if (!is_known && links.size() < limits::announcers_per_want_max) links.push_back(from);
}

void CardFetch::line_up(const CardHash& card, const Wanted& wanted) {
    links_[wanted.from.front()].queue.emplace(wanted.turn, card);
}

/// It is neither asked for nor to be asked for on its first link any more.
void CardFetch::leave_line(const CardHash& card, const Wanted& wanted) {
    const auto link = links_.find(wanted.from.front());
    if (in_flight_.erase(card) > 0)
        --link->second.in_flight;
    else
        link->second.queue.erase(wanted.turn);
    if (link->second.in_flight == 0 && link->second.queue.empty()) links_.erase(link);
}

void CardFetch::forget(const CardHash& card) {
    const auto found = wanted_.find(card);
    if (found == wanted_.end()) return;
    leave_line(card, found->second);
    wanted_.erase(found);
}

bool CardFetch::on_card(const CardHash& card) {
    if (!wanted_.contains(card)) return false;
    forget(card);
    return true;
}

/// The next one who told of it, or nobody: then it is forgotten.
void CardFetch::ask_next(Place place) {
    auto& [card, wanted] = *place;
    const bool was_asked = in_flight_.contains(card);
    leave_line(card, wanted);
    wanted.from.erase(wanted.from.begin());
    if (wanted.from.empty()) {
        wanted_.erase(place);
        return;
    }
    if (was_asked) wanted.turn = next_turn_++;
    line_up(card, wanted);
}

void CardFetch::on_link_down(LinkId link) {
    for (auto it = wanted_.begin(); it != wanted_.end();) {
        const auto place = it++;
        if (place->second.from.front() == link)
            ask_next(place);
        else
            std::erase(place->second.from, link);
    }
}

void CardFetch::on_missing(const CardHash& card, LinkId from) {
    const auto found = wanted_.find(card);
    if (found != wanted_.end() && in_flight_.contains(card) && found->second.from.front() == from)
        ask_next(found);
}

/// Of the links that may be asked for one more: the one with the oldest card. Who tells of many and
/// gives none does not keep us from others' cards.
std::map<LinkId, CardFetch::PerLink>::iterator CardFetch::next_link() {
    auto next = links_.end();
    for (auto it = links_.begin(); it != links_.end(); ++it) {
        const auto& [queue, in_flight] = it->second;
        if (queue.empty() || in_flight >= limits::cards_in_flight_per_link_max) continue;
        if (next == links_.end() || queue.begin()->first < next->second.queue.begin()->first)
            next = it;
    }
    return next;
}

void CardFetch::on_time(Instant now, Effects& effects) {
    std::vector<CardHash> late;
    for (const auto& [card, until] : in_flight_)
        if (until <= now) late.push_back(card);
    for (const auto& card : late) ask_next(wanted_.find(card));

    std::map<LinkId, CardWantedFrame> frames;
    while (in_flight_.size() < limits::cards_in_flight_max) {
        const auto next = next_link();
        if (next == links_.end()) break;
        auto& [link, state] = *next;
        const auto card = state.queue.extract(state.queue.begin()).mapped();
        ++state.in_flight;
        in_flight_.emplace(card, now + limits::card_patience);
        frames[link].cards.push_back(card);
    }
    for (const auto& [link, frame] : frames) effects.send(link, card_wanted_frame, frame);
}

std::optional<Instant> CardFetch::next_deadline() const {
    if (in_flight_.empty()) return std::nullopt;
    return std::ranges::min_element(in_flight_, {}, [](const auto& each) { return each.second; })
        ->second;
}

}  // namespace earshot::gossip
