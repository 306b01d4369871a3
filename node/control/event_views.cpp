#include "node/control/event_views.hpp"

#include "node/control/settings.hpp"
#include "node/control/views.hpp"

namespace earshot::control {
namespace {

template <class AnId>
std::optional<AnId> subject_of(const store::Event& event) {
    if (event.subject.size() != AnId::size) return std::nullopt;
    return AnId::from_view(event.subject);
}

Result<std::optional<Object>> message_fields(const engine::Engine& engine,
                                             const store::Event& event) {
    const auto id = subject_of<MessageId>(event);
    if (!id) return std::optional<Object>{};
    EARSHOT_TRY(const auto message, engine.stores().messages.find_message(*id));
    if (!message) return std::optional<Object>{};
    Object fields;
    if (event.kind == store::EventKind::message_added) {
        fields["message"] = message_json(engine, *message);
        return std::optional{std::move(fields)};
    }
    if (event.kind == store::EventKind::request_added) {
        const auto* const author = engine.people().find(message->author);
        return author == nullptr ? std::optional<Object>{}
                                 : request_json(engine, *author, *message);
    }
    fields["id"] = text_json(id->text());
    fields["conversation"] = text_json(message->conversation.text());
    add_state(fields, message->state);
    return std::optional{std::move(fields)};
}

template <class AnId>
Object id_field(const store::Event& event, std::string_view name) {
    Object fields;
    const auto id = subject_of<AnId>(event);
    fields[name] = text_json(id ? id->text() : "");
    return fields;
}

std::optional<Object> namesake_fields(const engine::Engine& engine, const store::Event& event) {
    const auto id = subject_of<PersonId>(event);
    const auto* person = id ? engine.people().find(*id) : nullptr;
    const auto contact = PersonId::from_text(event.detail);
    if (!person || !contact) return std::nullopt;
    Object fields;
    fields["person"] = person_json(engine, *person);
    fields["namesake"] = named_json(*contact, name_of(engine, *contact));
    return fields;
}

/// As it stands now; nothing any more after a restart.
std::optional<Object> comparison_fields(const engine::Engine& engine, const store::Event& event) {
    const auto id = subject_of<PersonId>(event);
    if (!id || engine.comparison(*id) == nullptr) return std::nullopt;
    Object fields;
    fields["comparison"] = comparison_json(engine, *id);
    return fields;
}

std::optional<Object> person_fields(const engine::Engine& engine, const store::Event& event) {
    const auto id = subject_of<PersonId>(event);
    const auto* person = id ? engine.people().find(*id) : nullptr;
    if (!person) return std::nullopt;
    Object fields;
    fields["person"] = person_json(engine, *person);
    return fields;
}

Result<std::optional<Object>> conversation_fields(const engine::Engine& engine,
                                                  const store::Event& event) {
    const auto id = subject_of<ConversationId>(event);
    const auto* const row = id ? engine.conversations().find(*id) : nullptr;
    if (row == nullptr) return std::optional<Object>{};
    Object fields;
    EARSHOT_TRY(fields["conversation"], conversation_json(engine, *row));
    return std::optional{std::move(fields)};
}

Result<std::optional<Object>> config_fields(const engine::Engine& engine,
                                            const store::Event& event) {
    const auto* setting = find_setting(event.detail);
    if (!setting) return std::optional<Object>{};
    EARSHOT_TRY(const auto stored, engine.stores().settings.find_setting(event.detail));
    Object fields;
    fields["key"] = text_json(event.detail);
    fields["value"] = setting_value(*setting, stored ? *stored : setting->fallback);
    return std::optional{std::move(fields)};
}

}  // namespace

std::string_view event_name(store::EventKind kind) noexcept {
    using enum store::EventKind;
    switch (kind) {
        case message_added: return "message.added";
        case message_state_changed: return "message.stateChanged";
        case request_added: return "request.added";
        case person_added: return "person.added";
        case person_updated: return "person.updated";
        case person_removed: return "person.removed";
        case namesake_met: return "person.namesake";
        case comparison_changed: return "verify.sas.changed";
        case conversation_added: return "conversation.added";
        case conversation_changed: return "conversation.changed";
        case conversation_removed: return "conversation.removed";
        case config_changed: return "config.changed";
        case outbox_changed: break;  // Told as a state, by EventFeed: only its last value matters.
    }
    return {};
}

Result<std::optional<Object>> event_fields(const engine::Engine& engine,
                                           const store::Event& event) {
    using enum store::EventKind;
    switch (event.kind) {
        case message_added:
        case message_state_changed:
        case request_added: return message_fields(engine, event);
        case person_added:
        case person_updated: return person_fields(engine, event);
        case person_removed: return std::optional{id_field<PersonId>(event, "person")};
        case namesake_met: return namesake_fields(engine, event);
        case comparison_changed: return comparison_fields(engine, event);
        case conversation_added:
        case conversation_changed: return conversation_fields(engine, event);
        case conversation_removed:
            return std::optional{id_field<ConversationId>(event, "conversation")};
        case config_changed: return config_fields(engine, event);
        case outbox_changed: break;
    }
    return std::optional<Object>{};
}

}  // namespace earshot::control
