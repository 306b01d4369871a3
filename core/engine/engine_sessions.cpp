#include "core/base/limits.hpp"
#include "core/engine/engine.hpp"
#include "core/session/frames.hpp"

/// Who is given which keys to seal messages with, and who is asked for some.
namespace earshot::engine {
namespace {

constexpr Rate prekey_asks{limits::prekey_asks_burst, limits::prekey_asks_second};

}  // namespace

/// When it may be asked again.
Instant Engine::may_ask_at(const LinkState& link) {
    return link.asked ? *link.asked + limits::prekeys_ask_interval : Instant{};
}

Result<void> Engine::on_prekey_frame(LinkState& from, const FrameReceived& frame, Now now,
                                     Effects& effects) {
    if (frame.type == session::ask_prekeys_frame) {
        if (!from.answers) from.answers.emplace(prekey_asks, now.steady);
        if (!from.answers->take(prekey_asks, 1, now.steady)) return {};
        return give_prekeys(from, now, effects);
    }
    EARSHOT_TRY(const bool decoded, sessions_.on_prekeys(from.peer.certificate, frame.body, now));
    if (!decoded) effects.closes.push_back({frame.link, link::ByeReason::refused});
    outbox_.on_keys(from.peer.person);
    return {};
}

Result<void> Engine::give_prekeys(const LinkState& to, Now now, Effects& effects) {
    const bool is_contact = people_.is_accepted(to.peer.person);
    EARSHOT_TRY(auto body, sessions_.prekeys_for(to.peer.device, is_contact, now));
    effects.frames.push_back({to.view.id, session::prekeys_frame, std::move(body)});
    return {};
}

Result<void> Engine::give_prekeys(const std::optional<PersonId>& only, Now now, Effects& effects) {
    for (const auto& [link, state] : links_) {
        const auto& who = state.peer.person;
        if (only && who != *only) continue;
        if (people_.is_accepted(who)) EARSHOT_CHECK(give_prekeys(state, now, effects));
    }
    return {};
}

Result<void> Engine::refresh_prekeys(Now now, Effects& effects) {
    EARSHOT_TRY(const bool is_new, sessions_.on_time(now));
    if (is_new) EARSHOT_CHECK(give_prekeys(std::optional<PersonId>{}, now, effects));
    for (const auto& device : sessions_.take_used())
        if (const auto* const owner = people_.owner_of(device))
            EARSHOT_CHECK(give_prekeys(owner->id, now, effects));
    return {};
}

void Engine::ask_for_keys(Now now, Effects& effects) {
    keyless_.merge(outbox_.take_keyless());
    std::erase_if(keyless_, [&](LinkId link) {
        const auto found = links_.find(link);
        if (found == links_.end()) return true;
        if (may_ask_at(found->second) > now.steady) return false;
        found->second.asked = now.steady;
        effects.frames.push_back({link, session::ask_prekeys_frame, {}});
        return true;
    });
}

std::optional<Instant> Engine::keys_deadline() const {
    std::optional<Instant> earliest;
    for (const auto link : keyless_)
        if (const auto found = links_.find(link); found != links_.end()) {
            const auto at = may_ask_at(found->second);
            earliest = std::min(at, earliest.value_or(at));
        }
    return earliest;
}

}  // namespace earshot::engine
