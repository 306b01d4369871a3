#include "core/base/limits.hpp"
#include "core/conversation/conversations.hpp"

/// What people write whom nobody here has accepted.
namespace earshot::conversation {
namespace {

/// Of what somebody had written before they were accepted.
constexpr std::size_t told_at_once_max = 100;

}  // namespace

Result<void> Conversations::load() {
    EARSHOT_TRY(const auto conversations, places_.messages.conversations());
    for (const auto& conversation : conversations) {
        const auto* const peer = places_.people.find(conversation.peer);
        if (peer != nullptr && peer->state == store::ContactState::unknown && conversation.last)
            requests_.insert(conversation.peer);
    }
    return {};
}

/// Of somebody who is not accepted one short message is taken, as their request.
bool Conversations::has_room(const PersonId& from, std::size_t sealed_bytes) const {
    const auto* const author = places_.people.find(from);
    if (author == nullptr) return false;  // Just forgotten, and their link is about to end.
    if (author->state == store::ContactState::accepted) return true;
    return author->state == store::ContactState::unknown && !requests_.contains(from) &&
           requests_.size() < limits::requests_max && sealed_bytes <= limits::request_bytes_max;
}

Result<void> Conversations::on_accepted(const PersonId& person, Now now,
                                        delivery::Effects& effects) {
    if (requests_.erase(person) == 0) return {};
    EARSHOT_TRY(const auto id, conversation_with(person));
    EARSHOT_TRY(const auto messages, places_.messages.page(id, {.limit = told_at_once_max}));
    for (const auto& message : messages)
        if (message.author == person)
            EARSHOT_CHECK(announce(places_.events, effects,
                                   {.kind = store::EventKind::message_added,
                                    .subject = to_bytes(message.id.view()),
                                    .detail = {},
                                    .time = now.wall}));
    return {};
}

Result<void> Conversations::remove(const PersonId& person, Now now, delivery::Effects& effects) {
    EARSHOT_TRY(const auto id, conversation_with(person));
    EARSHOT_TRY(const auto stored, places_.messages.find_conversation(id));
    requests_.erase(person);
    open_.erase(person);
    if (!stored) return {};
    EARSHOT_CHECK(places_.messages.remove_conversation(id));
    return announce(places_.events, effects,
                    {.kind = store::EventKind::conversation_removed,
                     .subject = to_bytes(id.view()),
                     .detail = {},
                     .time = now.wall});
}

/// What they wrote is no request of the stranger that they will be.
Result<void> Conversations::on_forgotten(const PersonId& person) {
    EARSHOT_TRY(const auto id, conversation_with(person));
    EARSHOT_TRY(auto stored, places_.messages.find_conversation(id));
    requests_.erase(person);
    open_.erase(person);
    if (!stored || !stored->last) return {};
    stored->last.reset();
    return places_.messages.put_conversation(*stored);
}

}  // namespace earshot::conversation
