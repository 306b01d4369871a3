#include "core/control/schema_examples.hpp"
#include "core/control/schema_parts.hpp"

/// Methods about conversations: data only.
namespace earshot::control {
namespace {

using enum FailureKind;

constexpr FailureKind who_failures[] = {not_found, ambiguous};
constexpr Field who_params[] = {{"who", "text", EARSHOT_WHO_SUMMARY}};
constexpr Field after_id_params[] = {
    {"after", "text", "Only what follows this id, the last of an answer with `more`.", false}};
constexpr Field focus_params[] = {
    {"conversation", "text", "Conversation id; without it: nothing.", false}};
constexpr FailureKind focus_failures[] = {not_found};
constexpr Field mark_params[] = {
    {"conversation", "text", "Conversation id."},
    {"up_to", "text", "Message id or unique prefix; without it everything is read.", false},
};
constexpr FailureKind mark_failures[] = {not_found, ambiguous, store_error, no_space};
constexpr Field conversation_params[] = {{"conversation", "text", "Conversation id."}};
constexpr Field draft_params[] = {
    {"conversation", "text", "Conversation id."},
    {"body", "text", "As much as a message may hold; empty: there is none any more."},
};
constexpr FailureKind draft_failures[] = {invalid_params, too_large, not_found, store_error,
                                          no_space};
constexpr Field level_params[] = {
    {"conversation", "text", "Conversation id."},
    {"level", "text", "`all` (default) or `none`."},
};
constexpr FailureKind level_failures[] = {invalid_params, not_found, store_error, no_space};
constexpr Field snooze_params[] = {
    {"for_ms", "integer", "For how long; 0 ends it.", true, 0, 30LL * 24 * 3600 * 1000}};
constexpr FailureKind snooze_failures[] = {store_error, no_space};
constexpr Field typing_params[] = {
    {"conversation", "text", "Conversation id."},
    {"active", "flag", "False: they have stopped."},
};
constexpr Field search_params[] = {
    {"text", "text",
     "All its words must occur, the last one perhaps as the beginning of one; \"in quotes\" they "
     "must follow one another. Nothing in it is an operator."},
    {"conversation", "text", "Conversation id: only there.", false},
    {"from", "text", "Only what this person wrote. " EARSHOT_WHO_SUMMARY, false},
    {"since", "integer", "Only what was written then or later: milliseconds UTC, as in `message`.",
     false},
    {"until", "integer", "Only what was written before.", false},
    {"before", "text", "Only what was stored before this message: `next` of the last answer.",
     false},
    {"limit", "integer", "Default 30.", false, 1, 100},
};
constexpr FailureKind search_failures[] = {invalid_params, too_large,   not_found,
                                           ambiguous,      store_error, no_space};

constexpr Method table[] = {
    {.name = "session.focus",
     .summary = "What the person looks at in this client right now: its window is active, and "
                "shows this conversation. What arrives there is read at once. Ends with the "
                "connection.",
     .params = focus_params,
     .result = "empty",
     .failures = focus_failures,
     .example_params = R"({"conversation":"c1"})",
     .failing_params = R"({"conversation":"nothing like an id"})",
     .failing_kind = not_found},
    {.name = "conversation.list",
     .summary = "All conversations, the one that was active last first.",
     .params = after_id_params,
     .result = "conversations",
     .example_result = R"({"conversations":[)" EARSHOT_EXAMPLE_CONVERSATION R"(],"more":false})"},
    {.name = "conversation.open",
     .summary = "The direct conversation with a person, whether or not it has messages yet.",
     .params = who_params,
     .result = "conversation",
     .failures = who_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = EARSHOT_EXAMPLE_CONVERSATION,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "conversation.markRead",
     .summary = "What the other one wrote is read, up to a message. They are told, if "
                "`privacy.read` is on and they are a contact.",
     .params = mark_params,
     .result = "conversation",
     .failures = mark_failures,
     .example_params = R"({"conversation":"c1","up_to":"m1"})",
     .example_result = EARSHOT_EXAMPLE_CONVERSATION,
     .failing_params = R"({"conversation":"nothing like an id"})",
     .failing_kind = not_found},
    {.name = "draft.get",
     .summary = "What the person has begun to write in a conversation.",
     .params = conversation_params,
     .result = "draft",
     .failures = focus_failures,
     .example_params = R"({"conversation":"c1"})",
     .example_result = EARSHOT_EXAMPLE_DRAFT,
     .failing_params = R"({"conversation":"nothing like an id"})",
     .failing_kind = not_found},
    {.name = "draft.set",
     .summary = "Keeps it, durably, until it is changed or the other one is forgotten. Sending a "
                "message leaves it as it is.",
     .params = draft_params,
     .result = "draft",
     .failures = draft_failures,
     .example_params = R"({"conversation":"c1","body":"Dear Bob"})",
     .example_result = EARSHOT_EXAMPLE_DRAFT,
     .failing_params = R"({"conversation":"nothing like an id","body":""})",
     .failing_kind = not_found},
    {.name = "notify.get",
     .summary = "Of what the person is notified.",
     .result = "notify",
     .example_result = EARSHOT_EXAMPLE_NOTIFY},
    {.name = "notify.set",
     .summary = "Whether messages of a conversation raise notifications.",
     .params = level_params,
     .result = "notify",
     .failures = level_failures,
     .example_params = R"({"conversation":"c1","level":"none"})",
     .example_result = EARSHOT_EXAMPLE_NOTIFY,
     .failing_params = R"({"conversation":"nothing like an id","level":"all"})",
     .failing_kind = not_found},
    {.name = "notify.snooze",
     .summary = "No notifications for a while.",
     .params = snooze_params,
     .result = "notify",
     .failures = snooze_failures,
     .example_params = R"({"for_ms":3600000})",
     .example_result = EARSHOT_EXAMPLE_NOTIFY},
    {.name = "typing.set",
     .summary = "The person writes in a conversation right now. Say it again every 5 s as long as "
                "they do. The other one hears it if they are a contact and have a link with us, "
                "`privacy.typing` is on and we are not invisible; and once that it is over.",
     .params = typing_params,
     .result = "empty",
     .failures = focus_failures,
     .example_params = R"({"conversation":"c1","active":true})",
     .failing_params = R"({"conversation":"nothing like an id","active":true})",
     .failing_kind = not_found},
    {.name = "search.query",
     .summary = "Messages by their words, what was stored last first. Capitals and accents make no "
                "difference.",
     .params = search_params,
     .result = "found",
     .failures = search_failures,
     .example_params = R"({"text":"hel"})",
     .example_result = R"({"hits":[{"message":)" EARSHOT_EXAMPLE_MESSAGE
                       R"(,"conversation":"c1","peer_name":"Bob","snippet":"hello",)"
                       R"("matches":[0,5]}],"more":false})",
     .failing_params = R"({"text":"hello","from":"Nobody at all"})",
     .failing_kind = not_found},
};

}  // namespace

std::span<const Method> conversation_methods() noexcept { return table; }

}  // namespace earshot::control
