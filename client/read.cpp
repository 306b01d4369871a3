#include "client/read.hpp"

#include <charconv>

namespace earshot::client {
namespace {

std::optional<Named> named_in(const control::Object& object, std::string_view key) {
    const auto* const found = control::find_object(object, key);
    if (!found) return std::nullopt;
    return Named{text_in(*found, "id"), text_in(*found, "name")};
}

std::uint64_t decimal_in(const control::Object& object, std::string_view key) {
    const auto text = control::find_text(object, key).value_or("");
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

std::optional<std::string> optional_text_in(const control::Object& object, std::string_view key) {
    auto text = text_in(object, key);
    if (text.empty()) return std::nullopt;
    return text;
}

std::optional<Person> person_from(const control::Object& object) {
    Person person;
    person.id = text_in(object, "id");
    if (person.id.empty()) return std::nullopt;
    person.name = text_in(object, "name");
    person.own_name = text_in(object, "own_name");
    person.alias = text_in(object, "alias");
    person.status_text = text_in(object, "status_text");
    person.presence = presence_from(text_in(object, "presence"));
    person.standing = standing_from(text_in(object, "state"));
    person.last_seen = integer_in(object, "last_seen");
    person.verified = flag_in(object, "verified");
    person.nearby = flag_in(object, "nearby");
    person.answers = flag_in(object, "answers", true);
    person.watched = flag_in(object, "watched");
    person.put_off = flag_in(object, "put_off");
    person.is_self = flag_in(object, "self");
    person.namesake = named_in(object, "namesake");
    person.through = optional_text_in(object, "through");
    person.addresses = texts_in(object, "addresses");
    person.devices = texts_in(object, "devices");
    return person;
}

std::optional<Conversation> conversation_from(const control::Object& object) {
    Conversation conversation;
    conversation.id = text_in(object, "id");
    if (conversation.id.empty()) return std::nullopt;
    conversation.kind = text_in(object, "kind");
    conversation.peer = text_in(object, "peer");
    conversation.peer_name = text_in(object, "peer_name");
    conversation.preview = text_in(object, "preview");
    conversation.time = integer_in(object, "time");
    conversation.unread = integer_in(object, "unread");
    conversation.first_unread = optional_text_in(object, "first_unread");
    conversation.last_message = optional_text_in(object, "last_message");
    conversation.draft = optional_text_in(object, "draft");
    conversation.preview_state = message_state_from(text_in(object, "preview_state"));
    conversation.preview_own = flag_in(object, "preview_own");
    conversation.muted = flag_in(object, "muted");
    conversation.request = flag_in(object, "request");
    return conversation;
}

std::optional<Message> message_from(const control::Object& object) {
    Message message;
    message.id = text_in(object, "id");
    if (message.id.empty()) return std::nullopt;
    message.conversation = text_in(object, "conversation");
    message.author = text_in(object, "author");
    message.author_name = text_in(object, "author_name");
    message.text = text_in(object, "text");
    message.reason = text_in(object, "reason");
    message.state = message_state_from(text_in(object, "state"));
    message.time = integer_in(object, "time");
    message.order = decimal_in(object, "order");
    message.author_seq = integer_in(object, "author_seq");
    message.carriers = integer_in(object, "carriers");
    message.own = flag_in(object, "own");
    message.request = flag_in(object, "request");
    return message;
}

}  // namespace earshot::client
