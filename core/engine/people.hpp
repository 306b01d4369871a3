#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

#include "core/delivery/effects.hpp"
#include "core/identity/contact_book.hpp"

/// What the parts of the engine share about people and their computers.
namespace earshot::engine {

/// What we call ourselves.
inline constexpr std::string_view name_setting = "name";

/// Tells clients of somebody who is new or has changed.
inline Result<void> announce_person(store::EventLog& log, const PersonId& person,
                                    identity::Change change, Now now, delivery::Effects& effects) {
    if (change == identity::Change::none) return {};
    const auto kind = change == identity::Change::added ? store::EventKind::person_added
                                                        : store::EventKind::person_updated;
    return delivery::announce(
        log, effects,
        {.kind = kind, .subject = to_bytes(person.view()), .detail = {}, .time = now.wall});
}

/// A number kept as a setting; 0 when there is none.
inline std::uint64_t number_in(std::string_view text) {
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace earshot::engine
