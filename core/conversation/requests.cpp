#include "core/base/limits.hpp"
#include "core/conversation/conversations.hpp"

/// What people write whom nobody here has accepted.
namespace earshot::conversation {
namespace {

/// Of what somebody had written before they were accepted.
constexpr std::size_t told_at_once_max = 100;

}  // namespace

void Conversations::load() {
    for (const auto& [id, row] : places_.book.all()) {
        const auto* const peer = places_.people.find(row.peer);
        if (peer == nullptr) continue;
        ids_.emplace(row.peer, id);
        if (peer->state == store::ContactState::unknown && row.last) requests_.insert(row.peer);
    }
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
    auto* const row = row_with(person);
    if (row == nullptr) return {};
    places_.marks.own().on_accepted(*row, now.steady);
    if (requests_.erase(person) == 0) return {};
    EARSHOT_TRY(const auto messages, places_.messages.page(row->id, {.limit = told_at_once_max}));
    for (const auto& message : messages)
        if (message.author == person)
            EARSHOT_CHECK(announce(places_.events, effects,
                                   {.kind = store::EventKind::message_added,
                                    .subject = to_bytes(message.id.view()),
                                    .detail = {},
                                    .time = now.wall}));
    // Nobody accepts a request unread.
    row->read = row->heard;
    places_.book.on_changed(*row);
    places_.marks.own().on_read(*row, now.steady);
    return {};
}

Result<void> Conversations::remove(const PersonId& person, Now now, delivery::Effects& effects) {
    EARSHOT_TRY(const auto id, conversation_with(person));
    requests_.erase(person);
    ids_.erase(person);
    auto* const row = places_.book.find(id);
    if (row == nullptr) return {};
    EARSHOT_CHECK(places_.marks.on_removed(*row));
    return places_.book.remove(id, now, effects);
}

/// What they wrote is no request of the stranger that they will be.
Result<void> Conversations::on_forgotten(const PersonId& person) {
    requests_.erase(person);
    auto* const row = row_with(person);
    ids_.erase(person);
    if (row == nullptr) return {};
    EARSHOT_CHECK(places_.marks.on_removed(*row));
    row->last.reset();
    places_.book.on_changed(*row);
    return {};
}

}  // namespace earshot::conversation
