#pragma once

#include <variant>

#include "node/control/calls.hpp"
#include "node/control/lookups.hpp"
#include "node/control/views.hpp"

/// Calls that are about somebody else than ourselves, who is named by `who`.
namespace earshot::control {

/// Somebody we know, and their keys; ourselves nobody has to verify.
inline std::variant<const store::Person*, Failure> find_other(const Call& call) {
    const auto who = find_person(call.engine, *find_text(call.params, "who"));
    if (const auto* failure = std::get_if<Failure>(&who)) return *failure;
    const auto* person = call.engine.people().find(std::get<PersonId>(who));
    if (person == nullptr || person->id == call.engine.identity().person())
        return Failure{FailureKind::not_found, "nobody else has this name or id"};
    return person;
}

/// Has `change` done to somebody else, and shows them as they are then.
template <class Change>
Outcome change_other(const Call& call, Change change) {
    const auto other = find_other(call);
    if (const auto* failure = std::get_if<Failure>(&other)) return *failure;
    const auto id = std::get<const store::Person*>(other)->id;
    const Result<void> done = change(id);
    if (!done) return fail(done.error());
    return Json(person_json(call.engine, *call.engine.people().find(id)));
}

}  // namespace earshot::control
