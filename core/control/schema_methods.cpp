#include <vector>

#include "core/base/limits.hpp"
#include "core/control/schema.hpp"
#include "core/control/schema_examples.hpp"
#include "core/control/schema_parts.hpp"

/// Methods of the control API: data only.
namespace earshot::control {
namespace {

using enum FailureKind;

#define EARSHOT_REF_SUMMARY                                                                     \
    "Chosen by the client, unique per profile, remembered for 7 days: repeating the call with " \
    "it does nothing twice."

constexpr FailureKind who_failures[] = {not_found, ambiguous};

constexpr Field hello_params[] = {
    {"client", "text", "Name of the program."},
    {"version", "text", "Its version."},
    {"api", "text", "The version it needs, `major.minor`."},
};
constexpr FailureKind hello_failures[] = {unsupported_api, locked};

constexpr Field subscribe_params[] = {
    {"since", "integer", "Replay durable events after this one; without it only new ones.", false},
    {"kinds", "[text]", "Only events of these names.", false},
    {"consumer", "text", "Resume after what session.ack noted for this name.", false},
};
constexpr Field ack_params[] = {
    {"name", "text", "The consumer."},
    {"seq", "integer", "Everything up to here is dealt with."},
};
constexpr FailureKind store_failures[] = {store_error, no_space};

constexpr Field update_params[] = {{"name", "text", "Shown to others."},
                                   {"ref", "text", EARSHOT_REF_SUMMARY, false}};
constexpr FailureKind update_failures[] = {invalid_params, store_error, no_space, conflict_ref};

constexpr Field presence_params[] = {
    {"state", "text", "`online`, `away`, `busy` or `invisible`."},
    {"text", "text", "What others read beside it.", false},
    {"for_ms", "integer", "Then online again, without a text.", false, 1, 30LL * 24 * 3600 * 1000},
};
constexpr FailureKind presence_failures[] = {invalid_params, store_error, no_space};

constexpr Field list_people_params[] = {
    {"filter", "text", "`all` (default) or `nearby`.", false},
    {"after", "text", "Only people who follow this id, the last of an answer with `more`.", false},
};
constexpr Field after_position_params[] = {
    {"after", "integer", "Only what follows this position.", false}};
constexpr FailureKind filter_failures[] = {invalid_params};
constexpr Field who_params[] = {{"who", "text", EARSHOT_WHO_SUMMARY}};

constexpr Field send_params[] = {
    {"to", "text", EARSHOT_WHO_SUMMARY, false},
    {"conversation", "text", "Conversation id, instead of `to`.", false},
    {"body", "text", "The text, UTF-8."},
    {"require_verified", "flag", "Fail unless their key was compared.", false},
    {"ref", "text", EARSHOT_REF_SUMMARY, false},
};
constexpr FailureKind send_failures[] = {invalid_params, too_large,    not_found,    ambiguous,
                                         blocked,        not_verified, conflict_ref, busy,
                                         store_error,    no_space};
constexpr Field list_messages_params[] = {
    {"conversation", "text", "Conversation id.", false},
    {"who", "text", EARSHOT_WHO_SUMMARY, false},
    {"before", "text", "Message id or unique prefix: only what stands before it.", false},
    {"after", "text", "Instead: only what stands after it.", false},
    {"around", "text", "Instead: what stands on both sides of it, and itself.", false},
    {"limit", "integer", "Default 50.", false, 1, 500},
};
constexpr FailureKind list_failures[] = {invalid_params, not_found, ambiguous};
constexpr Field message_params[] = {{"id", "text", "Message id or unique prefix."}};

constexpr Field retry_params[] = {{"id", "text", "Only this message.", false}};
constexpr FailureKind cancel_failures[] = {not_found, ambiguous, store_error, no_space};

constexpr Field seed_params[] = {{"seed", "text", "`host:port`."}};
constexpr FailureKind seed_failures[] = {invalid_params, busy, store_error, no_space};
constexpr FailureKind seed_remove_failures[] = {not_found, store_error, no_space};

constexpr Field doctor_params[] = {
    {"who", "text", "Who cannot be seen. " EARSHOT_WHO_SUMMARY, false},
    {"version", "text", "Of the program that asks, to compare.", false},
};
constexpr FailureKind doctor_failures[] = {not_found, ambiguous, busy};

constexpr Field visibility_params[] = {
    {"mode", "text", "`everywhere`, `known` or `hidden`; without it nothing changes.", false}};
constexpr Field here_params[] = {
    {"action", "text",
     "`allow` makes the networks we are in known, `forget` unknown; without it nothing changes.",
     false}};
constexpr FailureKind visibility_failures[] = {invalid_params, store_error, no_space};

constexpr Field key_params[] = {{"key", "text"}};
constexpr FailureKind key_failures[] = {not_found};
constexpr Field set_params[] = {{"key", "text"}, {"value", "any"}};
constexpr FailureKind set_failures[] = {not_found, invalid_params, store_error, no_space};

constexpr Method table[] = {
    {.name = "session.hello",
     .summary = "Must be the first call. Same major version is compatible.",
     .params = hello_params,
     .result = "hello",
     .failures = hello_failures,
     .example_params = R"({"client":"earshot","version":"0.1.0","api":"1.0"})",
     .example_result =
         R"({"api":"1.0","server_version":"0.1.0","features":["text"],)"
         R"("limits":{"line_bytes":1048576,"text_bytes":65536,"name_bytes":64,"ref_bytes":128,)"
         R"("page":500},"person":{"id":"me","name":"Alice"},"profile":"/home/alice/p"})",
     .failing_params = R"({"client":"earshot","version":"9.0","api":"9.0"})",
     .failing_kind = unsupported_api},
    {.name = "session.subscribe",
     .summary = "Starts events; a second call replaces the first.",
     .params = subscribe_params,
     .result = "subscribed",
     .failures = store_failures,
     .example_params = R"({"since":41,"kinds":["message.added"]})",
     .example_result = R"({"seq":42})",
     .failing_params = R"({"since":"yesterday"})"},
    {.name = "session.unsubscribe",
     .summary = "Ends events.",
     .result = "empty",
     .failing_params = R"([])"},
    {.name = "session.ack",
     .summary = "Notes durably how far a named consumer has come.",
     .params = ack_params,
     .result = "empty",
     .failures = store_failures,
     .example_params = R"({"name":"bot","seq":42})",
     .failing_params = R"({"name":"bot","seq":-1})"},
    {.name = "session.ping",
     .summary = "Answers at once.",
     .result = "pong",
     .example_result = R"({"time":1700000000000})"},
    {.name = "rpc.discover",
     .summary = "This table as an OpenRPC document.",
     .result = "openrpc",
     .example_result = R"({"openrpc":"1.2.6","methods":[]})"},
    {.name = "daemon.info",
     .summary = "The running daemon at a glance.",
     .result = "daemon",
     .example_result =
         R"({"version":"0.1.0","pid":4711,"uptime_ms":60000,"profile_dir":"/home/alice/p",)"
         R"("person":{"id":"me","name":"Alice"},"device":"d0","port":47700,)"
         R"("discovery":{"backend":"avahi-daemon","state":"running"},"links":1,"queue":0,)"
         R"("conversations":1,"last_seq":42})"},
    {.name = "daemon.stop",
     .summary = "Ends the daemon cleanly; the answer comes first.",
     .result = "empty"},
    {.name = "profile.get",
     .summary = "Who we are.",
     .result = "profile",
     .example_result = R"({"person":{"id":"me","name":"Alice"},"device":"d0"})"},
    {.name = "profile.update",
     .summary = "Changes the name that others see.",
     .params = update_params,
     .result = "renamed",
     .failures = update_failures,
     .example_params = R"({"name":"Alice"})",
     .example_result = R"({"person":{"id":"me","name":"Alice"}})",
     .failing_params = R"({"name":" "})"},
    {.name = "presence.get",
     .summary = "How we are seen.",
     .result = "presence",
     .example_result =
         R"({"state":"away","text":"at lunch","until":1700000000000,"off_hours":false})"},
    {.name = "presence.set",
     .summary = "Changes how we are seen; kept over restarts.",
     .params = presence_params,
     .result = "presence",
     .failures = presence_failures,
     .example_params = R"({"state":"away","text":"at lunch","for_ms":3600000})",
     .example_result =
         R"({"state":"away","text":"at lunch","until":1700000000000,"off_hours":false})",
     .failing_params = R"({"state":"dancing"})"},
    {.name = "people.list",
     .summary = "Everybody who was met or is heard of on this network.",
     .params = list_people_params,
     .result = "people",
     .failures = filter_failures,
     .example_params = R"({"filter":"nearby"})",
     .example_result = R"({"people":[)" EARSHOT_EXAMPLE_PERSON R"(],"more":false})",
     .failing_params = R"({"filter":"far away"})"},
    {.name = "people.get",
     .summary = "One person.",
     .params = who_params,
     .result = "person",
     .failures = who_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "message.send",
     .summary = "Answered once the message is durable here. That the person is away is no error.",
     .params = send_params,
     .result = "sent",
     .failures = send_failures,
     .example_params = R"({"to":"Bob","body":"hello","ref":"1"})",
     .example_result = R"({"id":"m1","conversation":"c1","state":"queued","to":"bob",)"
                       R"("presence":"online","answers":true})",
     .failing_params = R"({"to":"Nobody at all","body":"hello"})",
     .failing_kind = not_found},
    {.name = "message.list",
     .summary = "A page of a conversation, by `conversation` or `who`; without a place in it the "
                "newest messages.",
     .params = list_messages_params,
     .result = "messages",
     .failures = list_failures,
     .example_params = R"({"who":"Bob","limit":1})",
     .example_result =
         R"({"messages":[)" EARSHOT_EXAMPLE_MESSAGE R"(],"more":false,"more_after":false})",
     .failing_params = R"({"who":"Bob","limit":501})"},
    {.name = "message.get",
     .summary = "One message.",
     .params = message_params,
     .result = "message",
     .failures = who_failures,
     .example_params = R"({"id":"m1"})",
     .example_result = EARSHOT_EXAMPLE_MESSAGE,
     .failing_params = R"({"id":"zzzzzzzz"})",
     .failing_kind = not_found},
    {.name = "message.info",
     .summary = "How far a message has come, device by device.",
     .params = message_params,
     .result = "message_info",
     .failures = who_failures,
     .example_params = R"({"id":"m1"})",
     .example_result =
         R"({"message":)" EARSHOT_EXAMPLE_MESSAGE
         R"(,"devices":[{"device":"bob-laptop","state":"delivered","time":1700000000120}],)"
         R"("carriers":[]})",
     .failing_params = R"({"id":"zzzzzzzz"})",
     .failing_kind = not_found},
    {.name = "outbox.list",
     .summary = "What waits for its recipients, in order of sending.",
     .params = after_position_params,
     .result = "outbox",
     .example_result = R"({"outgoing":[{"id":"m1","to":"bob","to_name":"Bob","text":"hello",)"
                       R"("queued":1700000000000,"position":7}],"more":false})"},
    {.name = "outbox.retry",
     .summary = "Tries now what waits for its next try.",
     .params = retry_params,
     .result = "retried",
     .failures = who_failures,
     .example_result = R"({"retried":1})",
     .failing_params = R"({"id":"zzzzzzzz"})",
     .failing_kind = not_found},
    {.name = "outbox.cancel",
     .summary = "Takes a message back that was not delivered.",
     .params = message_params,
     .result = "canceled",
     .failures = cancel_failures,
     .example_params = R"({"id":"m1"})",
     .example_result = R"({"canceled":true})",
     .failing_params = R"({"id":"zzzzzzzz"})",
     .failing_kind = not_found},
    {.name = "net.status",
     .summary = "Port, interfaces, discovery, links and seeds.",
     .result = "network",
     .example_result =
         R"({"port":47700,"interfaces":[)" EARSHOT_EXAMPLE_INTERFACE
         R"(],"discovery":{"backend":"avahi-daemon","state":"running"},"links":[{"person":"bob",)"
         R"("name":"Bob","device":"d1","address":"10.0.0.7:47700","direction":"out",)"
         R"("since":1700000000000,"rtt_ms":1}],"seeds":["10.1.0.1:47700"],)"
         R"("given_seeds":["10.2.0.1:47700"],"dialing":0})"},
    {.name = "net.interfaces",
     .summary = "Network interfaces, and which are used.",
     .result = "interfaces",
     .example_result = R"({"interfaces":[)" EARSHOT_EXAMPLE_INTERFACE "]}"},
    {.name = "net.seedAdd",
     .summary = "An address that is always tried: joins networks that multicast cannot.",
     .params = seed_params,
     .result = "seeds",
     .failures = seed_failures,
     .example_params = R"({"seed":"10.1.0.1:47700"})",
     .example_result = R"({"seeds":["10.1.0.1:47700"]})",
     .failing_params = R"({"seed":"no port"})"},
    {.name = "net.seedRemove",
     .summary = "Forgets a seed.",
     .params = seed_params,
     .result = "seeds",
     .failures = seed_remove_failures,
     .example_params = R"({"seed":"10.1.0.1:47700"})",
     .example_result = R"({"seeds":[]})",
     .failing_params = R"({"seed":"192.0.2.1:1"})",
     .failing_kind = not_found},
    {.name = "net.look",
     .summary = "Looks for newcomers by mDNS now; otherwise only beacons do, once a minute.",
     .result = "looking",
     .example_result = R"({"seconds":10})"},
    {.name = "net.visibility",
     .summary = "Where strangers see us, in general.",
     .params = visibility_params,
     .result = "visibility",
     .failures = visibility_failures,
     .example_params = R"({"mode":"known"})",
     .example_result = R"({"visibility":"known","networks":[)" EARSHOT_EXAMPLE_LAN "]}",
     .failing_params = R"({"mode":"somewhere"})"},
    {.name = "net.here",
     .summary = "Whether strangers see us in the networks we are in.",
     .params = here_params,
     .result = "visibility",
     .failures = visibility_failures,
     .example_params = R"({"action":"allow"})",
     .example_result = R"({"visibility":"known","networks":[)" EARSHOT_EXAMPLE_LAN "]}",
     .failing_params = R"({"action":"buy"})"},
    {.name = "doctor.run",
     .summary = "Finds out why people do not find or reach each other; takes up to 5 s.",
     .params = doctor_params,
     .result = "diagnosis",
     .failures = doctor_failures,
     .example_result = R"({"findings":[{"id":"iface","verdict":"fail","code":"unplugged",)"
                       R"("evidence":{"eth0":"lan down"},"fix":"plug_in"}],"took_ms":2600})",
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "config.list",
     .summary = "All settings.",
     .result = "settings",
     .example_result = R"({"settings":[)" EARSHOT_EXAMPLE_SETTING "]}"},
    {.name = "config.get",
     .summary = "One setting.",
     .params = key_params,
     .result = "setting",
     .failures = key_failures,
     .example_params = R"({"key":"log.level"})",
     .example_result = EARSHOT_EXAMPLE_SETTING,
     .failing_params = R"({"key":"no.such.key"})",
     .failing_kind = not_found},
    {.name = "config.set",
     .summary = "Changes a setting durably; `value` may be given as text.",
     .params = set_params,
     .result = "setting",
     .failures = set_failures,
     .example_params = R"({"key":"log.level","value":"info"})",
     .example_result = EARSHOT_EXAMPLE_SETTING,
     .failing_params = R"({"key":"no.such.key","value":1})",
     .failing_kind = not_found},
};

}  // namespace

std::span<const Method> methods() noexcept {
    static const auto all = [] {
        std::vector<Method> joined{std::begin(table), std::end(table)};
        for (const auto part : {protection_methods(), conversation_methods(), trust_methods()})
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

}  // namespace earshot::control
