#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/people.hpp"

/// What clients order, but for what concerns trust.
namespace earshot::engine {

Result<Engine::Sent> Engine::send_text(const PersonId& to, std::string_view text, Now now,
                                       Effects& effects) {
    EARSHOT_TRY(const auto sent, conversations_.send_text(to, text, now, effects));
    EARSHOT_CHECK(accept(to, now, effects));
    EARSHOT_CHECK(update_awaited(to, now, effects));
    typing_.on_sent(to);
    return sent;
}

Result<void> Engine::cancel(const MessageId& id, Now now, Effects& effects) {
    EARSHOT_TRY(const auto waiting, parts_.stores.outbox.find_outgoing(id));
    EARSHOT_CHECK(conversations_.cancel(id, now, effects));
    EARSHOT_CHECK(carriers_->on_over(id, now, effects));
    return waiting ? update_awaited(waiting->to, now, effects) : Result<void>{};
}

std::size_t Engine::retry(const std::optional<PersonId>& only, Now now, Effects& effects) {
    std::size_t waiting = 0;
    for (const auto& [person, known] : people_.people()) {
        if (only && person != *only) continue;
        const auto count = outbox_.waiting(person);
        if (count == 0) continue;
        waiting += count;
        outbox_.retry(person);
    }
    dialer_.on_network_changed(own_, now.steady, effects.dials);
    return waiting;
}

Result<void> Engine::rename(std::string_view name, Now now, Effects& effects) {
    auto clean = clean_name(name, limits::display_name_bytes_max);
    if (clean.empty()) return Error{ErrorKind::malformed, "nothing of this name can be shown"};
    EARSHOT_CHECK(parts_.stores.settings.put_setting(name_setting, clean));
    name_ = std::move(clean);
    EARSHOT_CHECK(make_card(now));
    for (const auto& [link, state] : links_) effects.frames.push_back({link, card_frame, card_});
    return delivery::announce(parts_.stores.events, effects,
                              {.kind = store::EventKind::config_changed,
                               .subject = {},
                               .detail = std::string{name_setting},
                               .time = now.wall});
}

Result<void> Engine::set_presence(PresenceChoice choice, Now now) {
    return roster_->choose(std::move(choice), now);
}

Result<void> Engine::add_seed(std::string_view seed, Effects& effects) {
    EARSHOT_CHECK(parts_.stores.addresses.add_seed(seed));
    effects.seeds_changed = true;
    return {};
}

Result<void> Engine::remove_seed(std::string_view seed, Effects& effects) {
    EARSHOT_CHECK(parts_.stores.addresses.remove_seed(seed));
    effects.seeds_changed = true;
    return {};
}

}  // namespace earshot::engine
