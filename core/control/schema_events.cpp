#include "core/control/schema.hpp"
#include "core/control/schema_examples.hpp"
#include "core/control/schema_parts.hpp"

/// Events of the control API: data only.
namespace earshot::control {
namespace {

constexpr Field message_added_fields[] = {{"message", "message"}};
constexpr Field compared_fields[] = {{"comparison", "comparison"}};
constexpr Field removed_person_fields[] = {{"person", "text"}};
constexpr Field removed_conversation_fields[] = {{"conversation", "text"}};
constexpr Field namesake_fields[] = {{"person", "person"},
                                     {"namesake", "named", "The contact who is called the same."}};
constexpr Field state_changed_fields[] = {
    {"id", "text"}, {"conversation", "text"}, {"state", "text"}, reason_field};
constexpr Field person_event_fields[] = {{"person", "person"}};
constexpr Field conversation_event_fields[] = {{"conversation", "conversation"}};
constexpr Field queue_fields[] = {{"queue", "integer", "Messages that wait."}};
constexpr Field config_fields[] = {{"key", "text"}, {"value", "any"}};
constexpr Field presence_fields[] = {
    {"person", "text"}, {"presence", "text"}, {"status_text", "text"}, answers_field};
constexpr Field typing_fields[] = {
    {"conversation", "text"}, {"person", "text"}, {"active", "flag", "False: no longer."}};
constexpr Field draft_event_fields[] = {{"draft", "draft"}};
constexpr Field raised_fields[] = {
    {"id", "text", "It takes the place of one with the same id, if that is still shown."},
    {"kind", "text", "`messages`, or `arrival`: a person who was waited for is here."},
    {"conversation", "text", "Null for a summary of several.", false},
    {"person", "text", "Who wrote last, or came; null for a summary of several.", false},
    {"title", "text", "Their name; empty for a summary of several, and where privacy is `none`."},
    {"text", "text", "The newest message on one line; only where privacy is `full`."},
    {"count", "integer", "Messages it stands for; 0 of an arrival."},
    {"conversations", "integer", "In so many conversations."},
    {"summary", "flag", "They came together, or late."},
};
constexpr Field withdrawn_fields[] = {{"id", "text"}};
constexpr Field unknown_lan_fields[] = {{"network", "lan"}};
constexpr Field left_fields[] = {{"person", "text"}};
constexpr Field gap_fields[] = {{"from", "integer", "First event that is missing."},
                                {"to", "integer", "Last one."}};

constexpr EventType events[] = {
    {"message.added",
     "A message was written or has arrived; a request's, once its author is accepted.", true,
     message_added_fields,
     R"({"message":{"id":"m1","conversation":"c1","author":"bob","author_name":"Bob",)"
     R"("text":"hello","state":"received","time":1700000000000,"order":"111411200000000000",)"
     R"("author_seq":1,"own":false}})"},
    {"message.stateChanged",
     "How far a message of ours has come; `read` once the other one has read it and says so; "
     "`carried` again when more or fewer keep it.",
     true, state_changed_fields, R"({"id":"m1","conversation":"c1","state":"delivered"})"},
    {"request.added", "Somebody who is not accepted wrote. Not worth a notification.", true,
     request_fields,
     R"({"person":)" EARSHOT_EXAMPLE_PERSON R"(,"message":)" EARSHOT_EXAMPLE_MESSAGE "}"},
    {"person.added", "Somebody was met for the first time.", true, person_event_fields,
     R"({"person":)" EARSHOT_EXAMPLE_PERSON "}"},
    {"person.updated", "Name, state or verification changed.", true, person_event_fields,
     R"({"person":)" EARSHOT_EXAMPLE_PERSON "}"},
    {"person.removed", "Somebody was forgotten.", true, removed_person_fields,
     R"({"person":"bob"})"},
    {"person.namesake",
     "Somebody who is no contact is called like one: another key, another person. Once for each.",
     true, namesake_fields,
     R"({"person":)" EARSHOT_EXAMPLE_PERSON R"(,"namesake":{"id":"bob2","name":"Bob"}})"},
    {"verify.sas.changed", "Live comparing has come on, or failed: how it stands now.", true,
     compared_fields, R"({"comparison":{"person":{"id":"bob","name":"Bob"},"stage":"asked"}})"},
    {"conversation.added", "A conversation began.", true, conversation_event_fields,
     R"({"conversation":)" EARSHOT_EXAMPLE_CONVERSATION "}"},
    {"conversation.changed",
     "Its newest message or that one's state, or what is unread: once for all that happened "
     "together.",
     true, conversation_event_fields, R"({"conversation":)" EARSHOT_EXAMPLE_CONVERSATION "}"},
    {"conversation.removed", "A conversation was deleted.", true, removed_conversation_fields,
     R"({"conversation":"c1"})"},
    {"outbox.changed", "How many messages wait.", false, queue_fields, R"({"queue":3})"},
    {"config.changed", "A setting changed.", true, config_fields,
     R"({"key":"log.level","value":"info"})"},
    {"presence.changed",
     "A person came or went; or we ourselves are seen otherwise: ask presence.get.", false,
     presence_fields,
     R"({"person":"bob","presence":"away","status_text":"at lunch","answers":true})"},
    {"typing.changed",
     "Somebody writes to us right now, or does no longer: they said so, wrote, left, or have not "
     "said it again for 8 s.",
     false, typing_fields, R"({"conversation":"c1","person":"bob","active":true})"},
    {"draft.changed", "What is begun to be written in a conversation has changed.", false,
     draft_event_fields, R"({"draft":)" EARSHOT_EXAMPLE_DRAFT "}"},
    {"notification.raised",
     "Tell the person, once for all clients that show notifications. Comes of messages of contacts "
     "that nobody looks at (session.focus), unless the conversation is muted, notifications are "
     "snoozed, it is outside `notify.hours`, or presence is `busy`. More than three conversations "
     "within 2 s, and messages that are two minutes old when they come, are summed up. Comes as "
     "well of whom people.notifyWhenSeen asked for, as soon as nothing of that is so.",
     false, raised_fields,
     R"({"id":"c1","kind":"messages","conversation":"c1","person":"bob","title":"Bob",)"
     R"("text":"hello","count":1,)"
     R"("conversations":1,"summary":false})"},
    {"notification.withdrawn", "What it told of was read, or is gone.", false, withdrawn_fields,
     R"({"id":"c1"})"},
    {"person.nearby", "A person is reachable on this network.", false, person_event_fields,
     R"({"person":)" EARSHOT_EXAMPLE_PERSON "}"},
    {"person.left", "A person is no longer reachable.", false, left_fields, R"({"person":"bob"})"},
    {"net.changed", "Interfaces, port or discovery changed: ask net.status.", false, nothing, "{}"},
    {"network.unknown",
     "We are in a network for the first time, and not seen there: ask, and call net.here. Comes "
     "once for each network.",
     false, unknown_lan_fields, R"({"network":)" EARSHOT_EXAMPLE_LAN "}"},
    {"daemon.stopping", "The daemon ends now.", false, nothing, "{}"},
    {"events.gap",
     "Durable events were trimmed, or came faster than this client read: reload what is shown.",
     false, gap_fields, R"({"from":17,"to":230})"},
};

}  // namespace

std::span<const EventType> event_types() noexcept { return events; }

}  // namespace earshot::control
