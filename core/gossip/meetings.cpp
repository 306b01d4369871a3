#include "core/gossip/meetings.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "crypto/chance.hpp"

namespace earshot::gossip {
namespace {

Duration pause_of(Zeal zeal) {
    switch (zeal) {
        case Zeal::lonely: return limits::meeting_pause_lonely;
        case Zeal::fresh: return limits::meeting_pause_fresh;
        case Zeal::steady:
        case Zeal::none: break;
    }
    return limits::meeting_pause;
}

}  // namespace

void Meetings::on_sighted(const InstanceId& instance, std::span<const Endpoint> endpoints,
                          Instant now) {
    if (!sights_.contains(instance)) make_room();
    const auto few = endpoints.first(
        std::min<std::size_t>(endpoints.size(), limits::addresses_per_candidate_max));
    auto& sight = sights_[instance];
    sight.endpoints.assign(few.begin(), few.end());
    sight.seen = now;
    look_at_ = std::min(look_at_, now);
}

void Meetings::on_lost(const InstanceId& instance) { sights_.erase(instance); }

void Meetings::make_room() {
    if (sights_.size() < limits::sightings_max) return;
    const auto oldest =
        std::ranges::min_element(sights_, {}, [](const auto& each) { return each.second.seen; });
    forgotten_.push_back(oldest->first);
    sights_.erase(oldest);
}

void Meetings::forget_old(Instant now) {
    std::erase_if(sights_, [&](const auto& each) {
        if (each.second.seen + limits::sighting_life > now) return false;
        forgotten_.push_back(each.first);
        return true;
    });
}

std::vector<Meeting> Meetings::take_due(Zeal zeal, const IsKnown& is_known, Instant now) {
    const bool is_keener = zeal > std::exchange(zeal_, zeal);
    if (sights_.empty() || (now < look_at_ && !is_keener)) return {};
    // Who is lonely gives nobody up.
    if (zeal != Zeal::lonely) forget_old(now);
    look_at_ = now + limits::meeting_pause;
    if (zeal == Zeal::none) return {};
    if (last_ && now < *last_ + pause_of(zeal)) {
        look_at_ = *last_ + pause_of(zeal);
        return {};
    }
    std::vector<std::map<InstanceId, Sight>::iterator> strangers;
    for (auto it = sights_.begin(); it != sights_.end(); ++it) {
        const bool is_tired = it->second.met && now < *it->second.met + limits::meeting_pause;
        if (!is_tired && !is_known(it->first, it->second.endpoints)) strangers.push_back(it);
    }
    std::vector<Meeting> due;
    const std::size_t most = zeal == Zeal::lonely ? limits::meetings_at_once : 1;
    while (!strangers.empty() && due.size() < most) {
        auto& chosen = strangers[crypto::draw_below(entropy_, strangers.size())];
        chosen->second.met = now;
        due.push_back({chosen->first, chosen->second.endpoints});
        std::swap(chosen, strangers.back());
        strangers.pop_back();
    }
    if (!due.empty()) last_ = now;
    if (!strangers.empty()) look_at_ = now + pause_of(zeal);
    return due;
}

std::optional<Instant> Meetings::next_deadline() const {
    return sights_.empty() ? std::nullopt : std::optional{look_at_};
}

}  // namespace earshot::gossip
