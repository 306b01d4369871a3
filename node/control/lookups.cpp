#include "node/control/lookups.hpp"

#include <algorithm>

#include "core/identity/contact_book.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t candidates_named_max = 20;

Failure not_found(std::string_view message) {
    return {FailureKind::not_found, std::string{message}};
}

}  // namespace

std::variant<PersonId, Failure> find_person(const engine::Engine& engine, std::string_view who) {
    const auto found = engine.people().resolve(who);
    if (found.is_found()) return found.candidates.front();
    if (!found.is_ambiguous()) return not_found("nobody has this name or id");
    Failure failure{FailureKind::ambiguous, "several people fit"};
    Array candidates;
    for (const auto& id : found.candidates) {
        if (candidates.size() == candidates_named_max) break;
        candidates.push_back(named_json(id, name_of(engine, id)));
    }
    failure.fields["candidates"] = std::move(candidates);
    return failure;
}

std::variant<store::Message, Failure> find_message(const engine::Engine& engine,
                                                   std::string_view id) {
    auto& messages = engine.stores().messages;
    if (id.size() < identity::ContactBook::id_prefix_min)
        return not_found("an id needs at least 4 characters");
    const auto ids = messages.find_ids(id, candidates_named_max);
    if (!ids) return failure_of(ids.error());
    if (ids->empty()) return not_found("no message has this id");
    Failure failure{FailureKind::ambiguous, "several messages fit"};
    Array candidates;
    for (const auto& candidate : *ids) {
        auto message = messages.find_message(candidate);
        if (!message) return failure_of(message.error());
        if (!*message) return not_found("no message has this id");
        if (ids->size() == 1) return **std::move(message);
        Object named;
        named["id"] = text_json(candidate.text());
        named["name"] = text_json(name_of(engine, (*message)->author));
        candidates.push_back(std::move(named));
    }
    failure.fields["candidates"] = std::move(candidates);
    return failure;
}

std::variant<PersonId, Failure> find_peer(const engine::Engine& engine, std::string_view id) {
    const auto conversation = ConversationId::from_text(id);
    if (!conversation) return not_found("no conversation has this id");
    if (const auto* row = engine.conversations().find(*conversation)) return row->peer;
    for (const auto& [person, known] : engine.people().people()) {
        const auto theirs = engine.conversation_with(person);
        if (theirs && *theirs == *conversation) return person;
    }
    return not_found("no conversation has this id");
}

}  // namespace earshot::control
