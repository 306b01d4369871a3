#include "core/gossip/card_fetch.hpp"

#include <algorithm>

namespace earshot::gossip {

void CardFetch::want(const CardHash& card, LinkId from) {
    const auto found = wanted_.find(card);
    if (found == wanted_.end()) {
        if (wanted_.size() >= limits::cards_wanted_max) return;
        wanted_.emplace(card, Wanted{{from}, std::nullopt});
        queue_.push_back(card);
        return;
    }
    auto& links = found->second.from;
    const bool is_known = std::ranges::find(links, from) != links.end();
    if (!is_known && links.size() < limits::announcers_per_want_max) links.push_back(from);
}

void CardFetch::forget(const CardHash& card) {
    const auto found = wanted_.find(card);
    if (found == wanted_.end()) return;
    if (found->second.asked_until) land(found->second);
    wanted_.erase(found);
    std::erase(queue_, card);
}

bool CardFetch::on_card(const CardHash& card) {
    if (!wanted_.contains(card)) return false;
    forget(card);
    return true;
}

void CardFetch::on_link_down(LinkId link) {
    for (auto& [card, wanted] : wanted_) {
        if (wanted.asked_until && wanted.from.front() == link) {
            ask_next(card, wanted);
        } else {
            std::erase(wanted.from, link);
        }
    }
}

void CardFetch::on_missing(const CardHash& card, LinkId from) {
    const auto found = wanted_.find(card);
    if (found == wanted_.end()) return;
    auto& wanted = found->second;
    if (wanted.asked_until && wanted.from.front() == from) ask_next(card, wanted);
}

void CardFetch::land(Wanted& wanted) {
    wanted.asked_until.reset();
    --in_flight_;
    const auto found = in_flight_on_.find(wanted.from.front());
    if (--found->second == 0) in_flight_on_.erase(found);
}

/// The next one who told of it, or nobody: then it is forgotten.
void CardFetch::ask_next(const CardHash& card, Wanted& wanted) {
    land(wanted);
    wanted.from.erase(wanted.from.begin());
    queue_.push_back(card);
}

void CardFetch::on_time(Instant now, Effects& effects) {
    for (auto& [card, wanted] : wanted_) {
        if (wanted.asked_until && *wanted.asked_until <= now) ask_next(card, wanted);
    }
    std::map<LinkId, CardWantedFrame> frames;
    for (auto it = queue_.begin();
         it != queue_.end() && in_flight_ < limits::cards_in_flight_max;) {
        const auto card = *it;
        auto& wanted = wanted_.at(card);
        if (wanted.from.empty()) {
            wanted_.erase(card);
            it = queue_.erase(it);
            continue;
        }
        const auto link = wanted.from.front();
        // Who tells of many and gives none does not keep us from others' cards.
        if (auto& on_link = in_flight_on_[link]; on_link < limits::cards_in_flight_per_link_max) {
            ++on_link;
            ++in_flight_;
            wanted.asked_until = now + limits::card_patience;
            frames[link].cards.push_back(card);
            it = queue_.erase(it);
        } else {
            ++it;
        }
    }
    for (const auto& [link, frame] : frames) effects.send(link, card_wanted_frame, frame);
}

std::optional<Instant> CardFetch::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [card, wanted] : wanted_)
        if (wanted.asked_until)
            earliest = std::min(*wanted.asked_until, earliest.value_or(*wanted.asked_until));
    return earliest;
}

}  // namespace earshot::gossip
