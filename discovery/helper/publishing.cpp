#include "discovery/helper/publishing.hpp"

#include <algorithm>

namespace earshot::discovery::helper {
namespace {

using discovery::Path;

/// libavahi's daemon takes at most 32 records in one group.
constexpr std::size_t addresses_max = 8;

void keep_link_local(std::vector<Address>& addresses) {
    const auto is_link_local = [](const Address& address) { return address.is_link_local(); };
    if (std::ranges::any_of(addresses, is_link_local))
        std::erase_if(addresses, [&](const Address& address) { return !is_link_local(address); });
}

bool has_same_name(const Records& some, const Records& others) {
    return !some.empty() && !others.empty() && some.front() == others.front();
}

}  // namespace

WantedRecords records_to_publish(const discovery::Announcement& announcement,
                                 std::span<const discovery::Interface> interfaces) {
    WantedRecords wanted;
    for (const auto& interface : interfaces) {
        std::vector<Address> v4;
        std::vector<Address> v6;
        for (const auto& own : interface.addresses)
            (own.address.is_v4() ? v4 : v6).push_back(own.address);
        keep_link_local(v6);
        if (interface.is_loopback && !v4.empty()) v6.clear();  // It has no IPv6 multicast.
        for (auto* addresses : {&v4, &v6}) {
            if (addresses->empty()) continue;
            addresses->resize(std::min(addresses->size(), addresses_max));
            wanted.emplace(Path{interface.index, addresses == &v6},
                           dns_records(announcement, *addresses));
        }
    }
    return wanted;
}

std::vector<PublishingStep> Publishing::on_wanted(WantedRecords wanted, Instant now) {
    std::vector<PublishingStep> steps;
    for (auto& [path, place] : places_) place.wanted.clear();
    for (auto& [path, records] : wanted) places_[path].wanted = std::move(records);
    for (auto& [path, place] : places_) {
        if (place.published.empty() || place.published == place.wanted) continue;
        steps.emplace_back(Withdraw{path});
        place.due = now + forget_time;
        if (!place.wanted.empty() && !has_same_name(place.published, place.wanted)) place.due = now;
        place.published.clear();
    }
    auto more = on_time(now);
    steps.insert(steps.end(), std::make_move_iterator(more.begin()),
                 std::make_move_iterator(more.end()));
    return steps;
}

std::vector<PublishingStep> Publishing::on_time(Instant now) {
    std::vector<PublishingStep> steps;
    std::erase_if(places_, [&](const auto& entry) {
        const auto& place = entry.second;
        return place.wanted.empty() && place.published.empty() && place.due <= now;
    });
    for (auto& [path, place] : places_) {
        if (place.wanted.empty() || !place.published.empty() || place.due > now) continue;
        steps.emplace_back(Publish{path, place.wanted});
        place.published = place.wanted;
    }
    return steps;
}

std::optional<Instant> Publishing::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [path, place] : places_)
        if (place.published.empty() && (!earliest || place.due < *earliest)) earliest = place.due;
    return earliest;
}

}  // namespace earshot::discovery::helper
