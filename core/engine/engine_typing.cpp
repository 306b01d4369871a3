#include "core/engine/engine.hpp"
#include "core/typing/frames.hpp"

/// Who writes right now: between contacts, on links that are up.
namespace earshot::engine {

bool Engine::tells_typing_now() const {
    return tells_typing_ && roster_->choice().state != gossip::State::left;
}

void Engine::set_typing(const PersonId& to, bool is_active, Now now, Effects& effects) {
    const auto conversation = conversations_.conversation_with(to);
    if (!tells_typing_now() || !conversation || !people_.is_accepted(to) || !is_linked(to)) return;
    const auto frame = typing_.on_typed(to, *conversation, is_active, now.steady);
    if (!frame) return;
    for (auto& [link, state] : links_) {
        if (state.peer.person != to) continue;
        state.used = now.steady;
        effects.frames.push_back({link, typing::typing_frame, *frame});
    }
}

void Engine::on_typing_frame(LinkState& from, const FrameReceived& frame, Now now,
                             Effects& effects) {
    const auto& person = from.peer.person;
    const auto conversation = conversations_.conversation_with(person);
    if (!conversation || !people_.is_accepted(person)) return;
    if (!typing_.on_frame({frame.link, person, *conversation}, frame.body, now.steady))
        effects.closes.push_back({frame.link, link::ByeReason::refused});
}

void Engine::run_typing(const std::vector<conversation::Conversations::Received>& received, Now now,
                        Effects& effects) {
    for (const auto& each : received) typing_.on_over(each.author);
    if (!tells_typing_now()) typing_.forget_ours();
    typing_.on_time(now.steady);
    for (const auto& change : typing_.take_changes())
        if (people_.is_accepted(change.person) || !change.is_active)
            effects.typing.push_back(change);
}

}  // namespace earshot::engine
