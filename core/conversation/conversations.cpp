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
    : own_key_(own_key), own_(identity::person_id(own_key)), places_(places) {}

Result<ConversationId> Conversations::conversation_with(const PersonId& person) const {
    if (const auto found = open_.find(person); found != open_.end()) return found->second.id;
    if (person == own_) return identity::direct_conversation_id(own_key_, own_key_);
    const auto* known = places_.people.find(person);
    if (known == nullptr) return Error{ErrorKind::not_found, "nobody with this id is known"};
    return identity::direct_conversation_id(own_key_, crypto::SignPublicKey{known->account_key});
}

Result<store::Conversation*> Conversations::open(const PersonId& peer, Now now,
                                                 delivery::Effects& effects) {
    if (const auto found = open_.find(peer); found != open_.end()) return &found->second;
    EARSHOT_TRY(const auto id, conversation_with(peer));
    EARSHOT_TRY(auto stored, places_.messages.find_conversation(id));
    if (!stored) {
        stored = store::Conversation{.id = id, .peer = peer, .last = std::nullopt};
        EARSHOT_CHECK(places_.messages.put_conversation(*stored));
        EARSHOT_CHECK(announce(places_.events, effects,
                               {.kind = store::EventKind::conversation_added,
                                .subject = subject_of(id),
                                .detail = {},
                                .time = now.wall}));
    }
    return &open_.emplace(peer, *stored).first->second;
}

Result<void> Conversations::note_added(store::Conversation& conversation,
                                       const store::Message& message, delivery::Effects& effects) {
    conversation.last_hlc = std::max(conversation.last_hlc, message.hlc);
    EARSHOT_CHECK(places_.messages.put_conversation(conversation));
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
                                 .text = content->body};
    const auto added = places_.messages.add_message(message);
    // Another device of theirs, or a store restored from a copy, may have brought it before.
    if (!added && added.error().kind == ErrorKind::conflict) return delivery::Outcome::accepted;
    EARSHOT_CHECK(added);
    conversation->last = arrival.id;
    if (!is_request) ++conversation->unread;
    EARSHOT_CHECK(note_added(*conversation, message, effects));
    return delivery::Outcome::accepted;
}

Result<void> Conversations::on_answered(const MessageId& id, delivery::Outcome outcome, Now now,
                                        delivery::Effects& effects) {
    return change_state(id, state_after(outcome), now, effects);
}

Result<void> Conversations::on_carried(const MessageId& id, bool is_carried, Now now,
                                       delivery::Effects& effects) {
    using State = store::MessageState;
    EARSHOT_TRY(const auto message, places_.messages.find_message(id));
    const auto before = is_carried ? State::queued : State::carried;
    if (!message || message->state != before) return {};
    return change_state(id, is_carried ? State::carried : State::queued, now, effects);
}

Result<void> Conversations::cancel(const MessageId& id, Now now, delivery::Effects& effects) {
    EARSHOT_CHECK(places_.outbox.cancel(id));
    return change_state(id, store::MessageState::canceled, now, effects);
}

Result<void> Conversations::change_state(const MessageId& id, store::MessageState state, Now now,
                                         delivery::Effects& effects) {
    EARSHOT_CHECK(places_.messages.set_state(id, state));
    return announce(places_.events, effects,
                    {.kind = store::EventKind::message_state_changed,
                     .subject = subject_of(id),
                     .detail = std::to_string(static_cast<unsigned>(state)),
                     .time = now.wall});
}

}  // namespace earshot::conversation
