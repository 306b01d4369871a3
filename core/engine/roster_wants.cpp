#include "core/engine/roster.hpp"

/// Whom we want a link with, and where they are.
namespace earshot::engine {

void Roster::apply_reaches(const gossip::Effects& told, Now now, Effects& effects) {
    for (const auto& device : told.releases) {
        reached_.erase(device);
        set_wanted(device, now, effects);
    }
    for (const auto& reach : told.reaches) {
        reached_.insert(reach.device);
        places_.dialer.on_sighted(reach.device, reach.endpoints, now.steady, effects.dials);
        set_wanted(reach.device, now, effects);
    }
}

void Roster::set_wanted(const DeviceId& device, Now now, Effects& effects) {
    const auto* const known = places_.people.find_device(device);
    const bool is_awaited = known != nullptr && awaited_.contains(known->person);
    const bool is_wanted = is_awaited || reached_.contains(device) || relayed_.contains(device) ||
                           sought_.contains(device) || of_use_.contains(device);
    places_.dialer.set_wanted(device, is_wanted, now.steady, effects.dials);
}

void Roster::seek(const DeviceId& device, std::span<const Endpoint> endpoints, Now now,
                  Effects& effects) {
    // As good as if it had answered there: its owner says so.
    places_.dialer.on_remembered(device, endpoints, now.steady, effects.dials);
    if (gossip_.links().has(gossip::sid_of(device))) return;
    sought_.insert(device);
    set_wanted(device, now, effects);
}

void Roster::set_relayed(const DeviceId& device, bool is_relayed, Now now, Effects& effects) {
    if (is_relayed) {
        relayed_.insert(device);
    } else {
        relayed_.erase(device);
    }
    set_wanted(device, now, effects);
}

bool Roster::set_of_use(const std::set<DeviceId>& devices, Now now, Effects& effects) {
    if (devices == of_use_) return false;
    const auto before = std::exchange(of_use_, devices);
    for (const auto& device : before)
        if (!devices.contains(device)) set_wanted(device, now, effects);
    for (const auto& device : devices) {
        if (before.contains(device)) continue;
        places_.dialer.on_sighted(device, endpoints_of(device), now.steady, effects.dials);
        set_wanted(device, now, effects);
    }
    return true;
}

Result<void> Roster::set_awaited(const PersonId& person, bool is_awaited, Now now,
                                 Effects& effects) {
    if (awaited_.contains(person) == is_awaited) return {};
    if (is_awaited) {
        awaited_.insert(person);
    } else {
        awaited_.erase(person);
    }
    for (const auto& device : places_.people.devices_of(person)) {
        if (is_awaited) {
            places_.dialer.on_sighted(device, endpoints_of(device), now.steady, effects.dials);
            believe_address(device, now, effects);
        }
        set_wanted(device, now, effects);
    }
    return watch_answers(person, now, effects);
}

/// A contact that speaks from an address where it says to listen as well: as good as if it had
/// answered there. Strangers are not believed, who could have us dial their neighbours.
void Roster::believe_address(const DeviceId& device, Now now, Effects& effects) {
    const auto* const link = gossip_.links().find(gossip::sid_of(device));
    if (link == nullptr || link->is_dialled || !link->address || !is_contact(device)) return;
    auto endpoints = endpoints_of(device);
    std::erase_if(endpoints, [&](const Endpoint& each) { return each.address != *link->address; });
    if (endpoints.empty()) return;
    places_.dialer.on_remembered(device, endpoints, now.steady, effects.dials);
}

}  // namespace earshot::engine
