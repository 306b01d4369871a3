#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/engine/event.hpp"
#include "core/identity/contact_book.hpp"
#include "core/store/store.hpp"

/// A different key under a known name is a different person, who inherits nothing. That there is
/// one is said loudly, once for each such person.
namespace earshot::engine {

/// `person` was met, or calls themselves something new.
Result<void> tell_namesake(const identity::ContactBook& people, const store::Stores& stores,
                           const PersonId& person, Now now, Effects& effects);

/// Should they be met again, it is said again.
Result<void> forget_namesake(const store::Stores& stores, const PersonId& person);

}  // namespace earshot::engine
