#include "core/link/duplicates.hpp"

#include <algorithm>

namespace earshot::link {
namespace {

/// While the other side has not decided yet. More than two come only from a peer that never does.
constexpr std::size_t undecided_max = 2;

Duration apart(Instant one, Instant other) { return one < other ? other - one : one - other; }

}  // namespace

std::vector<LinkId> Duplicates::on_established(const NewLink& added) {
    auto& links = links_[added.peer];
    std::vector<LinkId> ended;
    // A link to an earlier run of the peer's daemon leads nowhere, whoever decides.
    std::erase_if(links, [&](const NewLink& link) {
        const bool is_dead = link.peer_instance != added.peer_instance;
        if (is_dead) ended.push_back(link.id);
        return is_dead;
    });
    links.push_back(added);

    const auto kept_max = decides(added.peer) ? 1 : undecided_max;
    while (links.size() > kept_max) {
        const auto stays = best(links).id;
        const auto goes =
            std::ranges::find_if(links, [&](const NewLink& link) { return link.id != stays; });
        ended.push_back(goes->id);
        links.erase(goes);
    }
    return ended;
}

void Duplicates::on_ended(LinkId id) {
    for (auto entry = links_.begin(); entry != links_.end(); ++entry) {
        if (std::erase_if(entry->second, [&](const NewLink& link) { return link.id == id; }) == 0)
            continue;
        if (entry->second.empty()) links_.erase(entry);
        return;
    }
}

std::optional<LinkId> Duplicates::link_to(const DeviceId& peer) const {
    const auto found = links_.find(peer);
    if (found == links_.end()) return std::nullopt;
    return best(found->second).id;
}

const NewLink& Duplicates::better(const NewLink& older, const NewLink& newer) const {
    const auto we_dialled = [](const NewLink& link) { return link.role == Role::initiator; };
    if (apart(older.started, newer.started) <= limits::simultaneous_dials &&
        we_dialled(older) != we_dialled(newer)) {
        // Both dialled at once: the one that the smaller id dialled stays.
        const bool smaller_is_us = decides(older.peer);
        return we_dialled(older) == smaller_is_us ? older : newer;
    }
    // Never keep the old one because it looks alive: the newest has just proven that it is.
    return newer;
}

const NewLink& Duplicates::best(const Links& links) const {
    const auto* best = &links.front();
    for (const auto& link : links)
        if (link.id != best->id) best = &better(*best, link);
    return *best;
}

}  // namespace earshot::link
