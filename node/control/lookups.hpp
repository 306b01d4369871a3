#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "core/base/ids.hpp"
#include "core/control/failure.hpp"
#include "core/engine/engine.hpp"

/// What a person typed, as what is meant. Never guesses: several candidates are all named.
namespace earshot::control {

/// `not_found` or `ambiguous` with candidates.
std::variant<PersonId, Failure> find_person(const engine::Engine& engine, std::string_view who);

/// An id or a prefix of one of at least 4 characters.
std::variant<store::Message, Failure> find_message(const engine::Engine& engine,
                                                   std::string_view id);

/// The other person of a direct conversation, also of one without messages yet.
std::variant<PersonId, Failure> find_peer(const engine::Engine& engine, std::string_view id);

}  // namespace earshot::control
