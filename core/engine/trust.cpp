#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/people.hpp"

/// What the person decides about other people.
namespace earshot::engine {

Result<void> Engine::set_alias(const PersonId& person, std::string_view alias, Now now,
                               Effects& effects) {
    EARSHOT_TRY(const auto change,
                people_.set_alias(person, clean_name(alias, limits::display_name_bytes_max)));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

Result<void> Engine::set_blocked(const PersonId& person, bool blocks, Now now, Effects& effects) {
    EARSHOT_TRY(const auto change, people_.set_blocked(person, blocks));
    if (blocks)
        for (const auto& [link, state] : links_)
            if (state.peer.person == person)
                effects.closes.push_back({link, link::ByeReason::none});
    EARSHOT_CHECK(update_awaited(person, now, effects));
    EARSHOT_CHECK(roster_->on_trust_changed(person, now, effects));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

Result<void> Engine::set_verified(const PersonId& person, bool is_verified, Now now,
                                  Effects& effects) {
    EARSHOT_TRY(const auto change, people_.set_verified(person, is_verified));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

}  // namespace earshot::engine
