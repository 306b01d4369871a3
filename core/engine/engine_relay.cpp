#include "core/engine/engine.hpp"

namespace earshot::engine {

/// `up.stream` says what it runs over.
Result<void> Engine::on_relayed_up(const LinkUp& up, Now now, Effects& effects) {
    const auto& peer = up.peer;
    const auto refuse = [&](link::ByeReason reason) -> Result<void> {
        effects.closes.push_back({up.link, reason});
        return {};
    };
    const auto* const end = relay_.find(*up.stream);
    if (end == nullptr) return refuse(link::ByeReason::none);
    // Somebody else than the one in the middle said.
    if (end->far != peer.device) return refuse(link::ByeReason::refused);
    if (duplicates_.link_to(peer.device)) return refuse(link::ByeReason::duplicate);
    const auto middle = links_.find(end->via);
    if (middle == links_.end()) return refuse(link::ByeReason::none);

    relay_.on_established(*up.stream, now.steady);
    links_.emplace(up.link, LinkState{peer,
                                      {.id = up.link,
                                       .person = peer.person,
                                       .device = peer.device,
                                       .remote = {},
                                       .dialled = end->is_ours,
                                       .since = now.wall,
                                       .through = middle->second.peer.person},
                                      now.steady});
    const auto role = end->is_ours ? link::Role::initiator : link::Role::responder;
    for (const auto link :
         relayed_.on_established({up.link, peer.device, peer.instance, role, up.started}))
        effects.closes.push_back({link, link::ByeReason::duplicate});
    effects.frames.push_back({up.link, card_frame, card_});
    outbox_.on_link_up(peer.person, peer.device, up.link);
    roster_->set_relayed(peer.device, true, now, effects);
    EARSHOT_CHECK(give_prekeys(peer.person, now, effects));
    return carriers_->on_link_up({up.link, peer.device}, now, effects);
}

Result<void> Engine::on_direct_up(const LinkUp& up, Now now, Effects& effects) {
    relay_.on_link_up({up.link, up.peer.device, up.dial.has_value()}, now.steady);
    for (const auto& [link, state] : links_)
        if (state.view.through && state.peer.device == up.peer.device)
            effects.closes.push_back({link, link::ByeReason::duplicate});
    return carriers_->on_link_up({up.link, up.peer.device}, now, effects);
}

void Engine::on_relay_down(const LinkView& link, Now now, Effects& effects) {
    carriers_->on_link_down(link.id, now);
    if (!link.through) {
        relay::Effects told;
        relay_.on_link_down(link.id, told);
        take_relay(std::move(told), effects);
        return;
    }
    relayed_.on_ended(link.id);
    if (!relayed_.link_to(link.device)) roster_->set_relayed(link.device, false, now, effects);
    if (outbox_.waiting(link.person) > 0) relay_.on_sought(link.device, now.steady);
}

Result<void> Engine::on_input(const StreamSaid& said, Now, Effects& effects) {
    relay::Effects told;
    relay_.on_said(said.stream, said.bytes, told);
    take_relay(std::move(told), effects);
    return {};
}

Result<void> Engine::on_input(const StreamOver& over, Now, Effects& effects) {
    relay::Effects told;
    relay_.on_over(over.stream, told);
    take_relay(std::move(told), effects);
    return {};
}

void Engine::on_relay_frame(const FrameReceived& frame, Now now, Effects& effects) {
    relay::Effects told;
    if (!relay_.on_frame(frame.link, frame.type, frame.body, now.steady, told))
        effects.closes.push_back({frame.link, link::ByeReason::refused});
    take_relay(std::move(told), effects);
}

void Engine::run_relay(Now now, Effects& effects) {
    for (const auto& [device, reached_by] : roster_->take_no_direct())
        relay_.on_no_direct(device, reached_by, now.steady);
    relay::Effects told;
    relay_.on_time(now.steady, told);
    take_relay(std::move(told), effects);
}

void Engine::take_relay(relay::Effects told, Effects& effects) {
    for (auto& frame : told.frames)
        effects.frames.push_back({frame.link, frame.type, std::move(frame.body)});
    for (auto& stream : told.streams) effects.streams.push_back(std::move(stream));
}

std::optional<PersonId> Engine::through(const PersonId& person) const {
    std::optional<PersonId> middle;
    for (const auto& [link, state] : links_) {
        if (state.peer.person != person) continue;
        if (!state.view.through) return std::nullopt;
        middle = state.view.through;
    }
    return middle;
}

// What the relay asks

bool Engine::is_contact(const DeviceId& device) const { return people_.is_of_contact(device); }

bool Engine::is_welcome(const DeviceId& device) const {
    const auto* const person = people_.owner_of(device);
    const auto* const entry = roster_->gossip().table().find(device);
    return person != nullptr && !people_.is_blocked(person->id) && entry != nullptr &&
           entry->is_online();
}

bool Engine::is_sought(const DeviceId& device) const {
    return is_welcome(device) && !duplicates_.link_to(device) && !relayed_.link_to(device) &&
           (outbox_.waiting(people_.owner_of(device)->id) > 0 ||
            carriers_->wished().contains(device));
}

}  // namespace earshot::engine
