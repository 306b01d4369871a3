#include "core/engine/engine.hpp"

/// Comparing live: ties sas::Comparisons to links, people and events.
namespace earshot::engine {

sas::Other Engine::compared_with(const LinkState& link, bool is_contact) {
    return {.link = link.view.id,
            .person = link.peer.person,
            .device = link.peer.device,
            .account = link.peer.certificate.account,
            .channel = link.peer.channel_binding,
            .is_contact = is_contact};
}

Result<void> Engine::start_comparing(const PersonId& person, Now now, Effects& effects) {
    if (people_.find(person) == nullptr)
        return Error{ErrorKind::not_found, "nobody with this id is known"};
    for (auto& [link, state] : links_) {
        if (state.peer.person != person) continue;
        state.used = now.steady;
        sas::Effects told;
        EARSHOT_CHECK(comparisons_.start(compared_with(state, true), now.steady, told));
        return take_comparisons(std::move(told), now, effects);
    }
    return Error{ErrorKind::busy, "there is no connection with them now"};
}

Result<void> Engine::confirm_compared(const PersonId& person, std::string_view code, Now now,
                                      Effects& effects) {
    sas::Effects told;
    const auto confirmed = comparisons_.confirm(person, code, now.steady, told);
    EARSHOT_CHECK(take_comparisons(std::move(told), now, effects));
    return confirmed ? set_verified(person, true, now, effects) : confirmed;
}

Result<void> Engine::stop_comparing(const PersonId& person, sas::Verdict verdict, Now now,
                                    Effects& effects) {
    sas::Effects told;
    EARSHOT_CHECK(comparisons_.stop(person, verdict, now.steady, told));
    return take_comparisons(std::move(told), now, effects);
}

Result<void> Engine::on_sas_frame(const LinkState& from, const FrameReceived& frame, Now now,
                                  Effects& effects) {
    if (people_.find(from.peer.person) == nullptr) return {};  // Forgotten; their link ends.
    sas::Effects told;
    const auto other = compared_with(from, people_.is_accepted(from.peer.person));
    if (!comparisons_.on_frame(other, frame.type, frame.body, now.steady, told))
        effects.closes.push_back({frame.link, link::ByeReason::refused});
    return take_comparisons(std::move(told), now, effects);
}

Result<void> Engine::on_compared_link_down(LinkId link, Now now, Effects& effects) {
    sas::Effects told;
    comparisons_.on_link_down(link, now.steady, told);
    return take_comparisons(std::move(told), now, effects);
}

Result<void> Engine::run_comparisons(Now now, Effects& effects) {
    sas::Effects told;
    comparisons_.on_time(now.steady, told);
    return take_comparisons(std::move(told), now, effects);
}

Result<void> Engine::take_comparisons(sas::Effects told, Now now, Effects& effects) {
    for (auto& frame : told.frames)
        effects.frames.push_back({frame.link, frame.type, std::move(frame.body)});
    for (const auto& person : told.changed)
        EARSHOT_CHECK(delivery::announce(parts_.stores.events, effects,
                                         {.kind = store::EventKind::comparison_changed,
                                          .subject = to_bytes(person.view()),
                                          .detail = {},
                                          .time = now.wall}));
    return {};
}

}  // namespace earshot::engine
