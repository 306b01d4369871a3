#include <algorithm>

#include "core/engine/engine.hpp"

/// What is asked of the engine between turns.
namespace earshot::engine {

Shown Engine::shown(const PersonId& person) const {
    return person == parts_.identity.person() ? roster_->own() : roster_->shown(person);
}

bool Engine::is_linked(const PersonId& person) const {
    return std::ranges::any_of(links_,
                               [&](const auto& each) { return each.second.peer.person == person; });
}

std::vector<LinkView> Engine::links() const {
    std::vector<LinkView> views;
    for (const auto& [link, state] : links_) views.push_back(state.view);
    return views;
}

Engine::Sighting Engine::sighting_of(const PersonId& person) const {
    Sighting sighting;
    for (const auto& device : people_.devices_of(person)) {
        const auto inquiry = roster_->gossip().inquiry(device);
        sighting.asked = std::max(sighting.asked, inquiry.asked);
        for (const auto& by : inquiry.reached_by) {
            const auto* const known = people_.find_device(by);
            if (known == nullptr) continue;
            if (std::ranges::find(sighting.reached_by, known->person) == sighting.reached_by.end())
                sighting.reached_by.push_back(known->person);
        }
    }
    return sighting;
}

std::vector<Endpoint> Engine::addresses_of(const PersonId& person) const {
    std::vector<Endpoint> endpoints;
    for (const auto& [link, state] : links_)
        if (state.peer.person == person && state.view.dialled && !state.view.through)
            endpoints.push_back(state.view.remote);
    const auto add = [&](const Endpoint& endpoint) {
        if (std::ranges::find(endpoints, endpoint) == endpoints.end())
            endpoints.push_back(endpoint);
    };
    for (const auto& device : people_.devices_of(person)) {
        for (const auto& endpoint : roster_->endpoints_of(device)) add(endpoint);
        const auto known = known_.find(device);
        if (known == known_.end()) continue;
        for (const auto& each : known->second) add(each.endpoint);
    }
    return endpoints;
}

Result<ConversationId> Engine::conversation_with(const PersonId& person) const {
    return conversations_.conversation_with(person);
}

}  // namespace earshot::engine
