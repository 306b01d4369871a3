#include "core/conversation/conversations.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/conversation/hybrid_clock.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"

namespace earshot::conversation {
namespace {

Bytes subject_of(const auto& id) { return to_bytes(id.view()); }

store::MessageState state_after(delivery::Outcome outcome) {
    switch (outcome) {
        case delivery::Outcome::accepted: return store::MessageState::delivered;
        case delivery::Outcome::unsupported: return store::MessageState::unsupported;
        case delivery::Outcome::refused:
        case delivery::Outcome::unopenable:
        case delivery::Outcome::later: break;
    }
    return store::MessageState::failed;
}

bool is_blank(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

}  // namespace

Conversations::Conversations(const crypto::SignPublicKey& own_key, const Places& places)
    : own_key_(own_key),
      own_(identity::person_id(own_key)),
      places_(places),
      unread_(places.messages) {}

Result<ConversationId> Conversations::conversation_with(const PersonId& person) const {
    if (const auto found = ids_.find(person); found != ids_.end()) return found->second;
    if (person == own_) return identity::direct_conversation_id(own_key_, own_key_);
    const auto* known = places_.people.find(person);
    if (known == nullptr) return Error{ErrorKind::not_found, "nobody with this id is known"};
    return identity::direct_conversation_id(own_key_, crypto::SignPublicKey{known->account_key});
}

store::Conversation* Conversations::row_with(const PersonId& person) const {
    const auto id = conversation_with(person);
    return id ? places_.book.find(*id) : nullptr;
}

Result<store::Conversation*> Conversations::open(const PersonId& peer, Now now,
                                                 delivery::Effects& effects) {
    EARSHOT_TRY(const auto id, conversation_with(peer));
    ids_.emplace(peer, id);
    if (auto* const found = places_.book.find(id)) return found;
    store::Conversation row;
    row.id = id;
    row.peer = peer;
    return places_.book.add(row, now, effects);
}

Result<void> Conversations::note_added(store::Conversation& row, const store::Message& message,
                                       delivery::Effects& effects) {
    if (!row.newest || store::Place{row.last_hlc, *row.newest} < place_of(message))
        row.newest = message.id;
    row.last_hlc = std::max(row.last_hlc, message.hlc);
    row.active = message.stored;
    places_.book.on_changed(row);
    const auto kind = requests_.contains(message.author) ? store::EventKind::request_added
                                                         : store::EventKind::message_added;
    return announce(
        places_.events, effects,
        {.kind = kind, .subject = subject_of(message.id), .detail = {}, .time = message.stored});
}

Result<Conversations::Sent> Conversations::send_text(const PersonId& to, std::string_view text,
                                                     Now now, delivery::Effects& effects) {
    if (text.size() > limits::text_bytes_max)
        return Error{ErrorKind::too_large, "a text has at most 64 KiB"};
    if (is_blank(text)) return Error{ErrorKind::malformed, "there is no text to send"};
    if (!is_utf8(text)) return Error{ErrorKind::malformed, "the text is not UTF-8"};
    const auto* person = places_.people.find(to);
    if (person == nullptr) return Error{ErrorKind::not_found, "nobody with this id is known"};
    if (person->state == store::ContactState::blocked)
        return Error{ErrorKind::refused, "this person is blocked"};
    if (places_.outbox.is_full(to))
        return Error{ErrorKind::busy, "too many messages wait for this person"};

    EARSHOT_TRY(auto* const conversation, open(to, now, effects));
    Content content;
    content.conversation = conversation->id;
    content.author = own_;
    content.recipient = to;
    places_.entropy.fill(content.nonce);
    content.hlc = next_hlc(conversation->last_hlc, now.wall);
    content.author_seq = ++conversation->own_seq;
    content.after = conversation->last;
    content.sent = now.wall;
    content.body = text;
    Bytes payload = wire::encode(content);

    const store::Message message{.id = identity::message_id(payload),
                                 .conversation = conversation->id,
                                 .author = own_,
                                 .hlc = content.hlc,
                                 .author_seq = content.author_seq,
                                 .sent = now.wall,
                                 .stored = now.wall,
                                 .state = store::MessageState::queued,
                                 .text = content.body};
    EARSHOT_CHECK(places_.messages.add_message(message));
    EARSHOT_CHECK(note_added(*conversation, message, effects));
    EARSHOT_CHECK(places_.outbox.enqueue(
        to, {message.id, delivery::conversation_kind, std::move(payload)}, now));
    return Sent{message.id, conversation->id};
}

bool Conversations::is_acceptable(const Content& content, const delivery::Arrival& arrival,
                                  const ConversationId& expected) const {
    // Reflected, moved to another conversation, or said in somebody else's name.
    return content.author == arrival.from && content.recipient == own_ &&
           content.conversation == expected && content.author_seq > 0 &&
           content.hlc <= hlc_received_max && content.body.size() <= limits::text_bytes_max &&
           !is_blank(content.body);
}

Result<delivery::Outcome> Conversations::on_payload(const delivery::Arrival& arrival, Now now,
                                                    delivery::Effects& effects) {
    if (identity::message_id(arrival.payload) != arrival.id) return delivery::Outcome::refused;
    const auto content = wire::decode<Content>(arrival.payload, limits::payload_bytes_max);
    if (!content) return delivery::Outcome::refused;
    if (content->kind != text_content) return delivery::Outcome::unsupported;
    const auto* const author = places_.people.find(arrival.from);
    if (author == nullptr) return delivery::Outcome::refused;
    const auto expected = conversation_with(arrival.from);
    if (!expected || !is_acceptable(*content, arrival, *expected))
        return delivery::Outcome::refused;

    const bool is_request = author->state != store::ContactState::accepted;
    if (is_request) {
        EARSHOT_TRY(const auto known, places_.messages.find_message(arrival.id));
        if (known) return delivery::Outcome::accepted;
        if (!has_room(arrival.from, 0)) return delivery::Outcome::later;
        requests_.insert(arrival.from);
    }
    EARSHOT_TRY(auto* const conversation, open(arrival.from, now, effects));
    const store::Message message{.id = arrival.id,
                                 .conversation = conversation->id,
                                 .author = arrival.from,
                                 .hlc = content->hlc,
                                 .author_seq = content->author_seq,
                                 .sent = content->sent,
                                 .stored = now.wall,
                                 .state = store::MessageState::received,
                                 .text = content->body,
                                 .origin = store::Origin{arrival.device, arrival.route}};
    const auto added = places_.messages.add_message(message);
    // Another device of theirs, or a store restored from a copy, may have brought it before.
    if (!added && added.error().kind == ErrorKind::conflict) return delivery::Outcome::accepted;
    EARSHOT_CHECK(added);
    conversation->last = arrival.id;
    Unread::on_received(*conversation, message, !is_request);
    EARSHOT_CHECK(note_added(*conversation, message, effects));
    received_.push_back({arrival.from, conversation->id, arrival.id, message.sent, is_request});
    if (places_.focus != nullptr && places_.focus->is_on(conversation->id))
        EARSHOT_CHECK(mark_read(*conversation, std::nullopt, now));
    return delivery::Outcome::accepted;
}

Result<void> Conversations::mark_read(store::Conversation& row,
                                      const std::optional<store::Place>& up_to, Now now) {
    EARSHOT_TRY(const bool is_news, unread_.read(row, up_to));
    if (!is_news) return {};
    places_.book.on_changed(row);
    places_.marks.own().on_read(row, now.steady);
    return {};
}

Result<void> Conversations::mark_read(const ConversationId& id,
                                      const std::optional<MessageId>& up_to, Now now) {
    auto* const row = places_.book.find(id);
    if (row == nullptr) return Error{ErrorKind::not_found, "no conversation has this id"};
    if (!up_to) return mark_read(*row, std::optional<store::Place>{}, now);
    EARSHOT_TRY(const auto message, places_.messages.find_message(*up_to));
    if (!message || message->conversation != id)
        return Error{ErrorKind::not_found, "no message of this conversation has this id"};
    return mark_read(*row, place_of(*message), now);
}

Result<void> Conversations::on_answered(const delivery::Answer& answer, Now now,
                                        delivery::Effects& effects) {
    return places_.book.set_state(row_with(answer.from), answer.id,
                                  {state_after(answer.outcome), now.wall, answer.device}, effects);
}

Result<void> Conversations::on_carried(const MessageId& id, bool is_carried, Now now,
                                       delivery::Effects& effects) {
    using State = store::MessageState;
    EARSHOT_TRY(const auto message, places_.messages.find_message(id));
    if (!message) return {};
    // One that is carried already is told again: who looks at it sees by whom.
    const bool was_carried = message->state == State::carried;
    if (!was_carried && !(is_carried && message->state == State::queued)) return {};
    return places_.book.set_state(places_.book.find(message->conversation), id,
                                  {is_carried ? State::carried : State::queued, now.wall}, effects);
}

Result<void> Conversations::cancel(const MessageId& id, Now now, delivery::Effects& effects) {
    EARSHOT_TRY(const auto message, places_.messages.find_message(id));
    if (!message) return Error{ErrorKind::not_found, "this message does not wait any more"};
    EARSHOT_CHECK(places_.outbox.cancel(id));
    return places_.book.set_state(places_.book.find(message->conversation), id,
                                  {store::MessageState::canceled, now.wall}, effects);
}

}  // namespace earshot::conversation
