#include "core/engine/namesakes.hpp"

#include <string>

namespace earshot::engine {
namespace {

/// At most one for each person in the contact book.
std::string told_setting(const PersonId& person) { return "namesake." + person.text(); }

}  // namespace

Result<void> tell_namesake(const identity::ContactBook& people, const store::Stores& stores,
                           const PersonId& person, Now now, Effects& effects) {
    const auto* const known = people.find(person);
    const auto contact = known == nullptr ? std::nullopt : people.namesake_of(*known);
    if (!contact) return {};
    const auto key = told_setting(person);
    EARSHOT_TRY(const auto told, stores.settings.find_setting(key));
    if (told) return {};
    EARSHOT_CHECK(stores.settings.put_setting(key, contact->text()));
    return delivery::announce(stores.events, effects,
                              {.kind = store::EventKind::namesake_met,
                               .subject = to_bytes(person.view()),
                               .detail = contact->text(),
                               .time = now.wall});
}

Result<void> forget_namesake(const store::Stores& stores, const PersonId& person) {
    return stores.settings.remove_setting(told_setting(person));
}

}  // namespace earshot::engine
