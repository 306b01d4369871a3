#include "core/control/schema_examples.hpp"
#include "core/control/schema_parts.hpp"

/// Methods of the control API that decide about people: data only.
namespace earshot::control {
namespace {

using enum FailureKind;

constexpr Field who_params[] = {{"who", "text", EARSHOT_WHO_SUMMARY}};
constexpr FailureKind who_failures[] = {not_found, ambiguous};
constexpr Field watch_params[] = {
    {"who", "text", EARSHOT_WHO_SUMMARY},
    {"on", "flag", "False: not any more."},
};
constexpr FailureKind watch_failures[] = {not_found, ambiguous, busy, store_error, no_space};
constexpr FailureKind who_change_failures[] = {not_found, ambiguous, store_error, no_space};
constexpr Field alias_params[] = {
    {"who", "text", EARSHOT_WHO_SUMMARY},
    {"alias", "text", "Cleaned as names are; empty: by their own name."},
};
constexpr Field confirm_params[] = {
    {"who", "text", EARSHOT_WHO_SUMMARY},
    {"number", "text", "The safety number that they see or read out; spaces do not count.", false},
    {"qr", "text", "Instead: the text of the QR code on their screen.", false},
};
constexpr FailureKind confirm_failures[] = {invalid_params, not_found,   ambiguous,
                                            mismatch,       store_error, no_space};
constexpr Field forget_params[] = {
    {"who", "text", EARSHOT_WHO_SUMMARY},
    {"history", "flag", "The conversation goes, too; otherwise it stays.", false},
};
constexpr Field add_params[] = {
    {"card", "text", "The text of a card, `earshot:…`.", false},
    {"address", "text", "Instead: `host:port`, or a host or address alone for port 47700.", false},
};
constexpr FailureKind add_failures[] = {invalid_params, forbidden,   conflict_ref,
                                        busy,           store_error, no_space};
constexpr FailureKind compare_failures[] = {not_found, ambiguous, busy, store_error, no_space};
constexpr Field code_params[] = {
    {"who", "text", EARSHOT_WHO_SUMMARY},
    {"code", "text", "The six digits that they see; spaces do not count."},
};
constexpr FailureKind code_failures[] = {not_found, ambiguous, mismatch, store_error, no_space};
constexpr Field cancel_params[] = {
    {"who", "text", EARSHOT_WHO_SUMMARY},
    {"different", "flag", "Because they see other digits.", false},
};
constexpr FailureKind forget_failures[] = {not_found, ambiguous, forbidden, store_error, no_space};

constexpr Method table[] = {
    {.name = "people.setAlias",
     .summary = "How we call somebody. Nobody else sees it; a stranger who takes it as a name is "
                "not mistaken for them.",
     .params = alias_params,
     .result = "person",
     .failures = who_change_failures,
     .example_params = R"({"who":"Bob","alias":"Robert"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all","alias":"x"})",
     .failing_kind = not_found},
    {.name = "people.notifyWhenSeen",
     .summary = "Whether the person is told, once, when somebody is at their computer who was not "
                "before. Over restarts. `busy`: they wait for 256 people already.",
     .params = watch_params,
     .result = "person",
     .failures = watch_failures,
     .example_params = R"({"who":"Bob","on":true})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all","on":true})",
     .failing_kind = not_found},
    {.name = "people.block",
     .summary = "No link, no message and no presence of theirs from now on. They are not told.",
     .params = who_params,
     .result = "person",
     .failures = who_change_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "people.unblock",
     .summary = "Ends a block.",
     .params = who_params,
     .result = "person",
     .failures = who_change_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "verify.start",
     .summary = "What to compare with somebody, to know that nobody stands between you.",
     .params = who_params,
     .result = "verification",
     .failures = who_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = R"({"person":)" EARSHOT_EXAMPLE_PERSON
                       R"(,"number":")" EARSHOT_EXAMPLE_NUMBER R"(","qr":"ESQ1:GEZD…"})",
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "verify.confirm",
     .summary = "Compared: the person is verified from now on.",
     .params = confirm_params,
     .result = "person",
     .failures = confirm_failures,
     .example_params = R"({"who":"Bob","number":")" EARSHOT_EXAMPLE_NUMBER R"("})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Bob"})"},
    {.name = "verify.withdraw",
     .summary = "The person is not verified any more.",
     .params = who_params,
     .result = "person",
     .failures = who_change_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "people.forget",
     .summary = "As if they had never been met: verification, alias and addresses go, and what "
                "waits for them is taken back. Somebody who is blocked stays.",
     .params = forget_params,
     .result = "forgotten",
     .failures = forget_failures,
     .example_params = R"({"who":"Bob","history":true})",
     .example_result = R"({"person":{"id":"bob","name":"Bob"},"canceled":2,"history":true})",
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "people.add",
     .summary = "Somebody's card makes a contact whose key is known before they are met, and says "
                "where to dial them. An address is a seed, as for net.seedAdd.",
     .params = add_params,
     .result = "added",
     .failures = add_failures,
     .example_params = R"({"address":"10.0.0.5"})",
     .example_result = R"({"seeds":["10.0.0.5:47700"]})",
     .failing_params = R"({"card":"earshot:nothing"})"},
    {.name = "card.own",
     .summary = "Our card, for others to add: key, name and addresses, signed.",
     .result = "own_card",
     .example_result = R"({"person":{"id":"me","name":"Alice"},"card":"earshot:aaaa…"})"},
    {.name = "verify.sas.start",
     .summary = "Begins to compare live; the other person has to begin, too. `busy` without a "
                "connection, and after three codes within an hour.",
     .params = who_params,
     .result = "comparison",
     .failures = compare_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result = R"({"person":{"id":"bob","name":"Bob"},"stage":"waiting"})",
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "verify.sas.get",
     .summary = "How comparing stands.",
     .params = who_params,
     .result = "comparison",
     .failures = who_failures,
     .example_params = R"({"who":"Bob"})",
     .example_result =
         R"({"person":{"id":"bob","name":"Bob"},"stage":"comparing","code":"482913"})",
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "verify.sas.confirm",
     .summary = "The code that the other person sees. When it is ours, they are verified here; "
                "their side is theirs to confirm.",
     .params = code_params,
     .result = "comparison",
     .failures = code_failures,
     .example_params = R"({"who":"Bob","code":"482 913"})",
     .example_result = R"({"person":{"id":"bob","name":"Bob"},"stage":"agreed","code":"482913"})",
     .failing_params = R"({"who":"Nobody at all","code":"000000"})",
     .failing_kind = not_found},
    {.name = "verify.sas.cancel",
     .summary = "Ends comparing without a result, or because the codes differ.",
     .params = cancel_params,
     .result = "comparison",
     .failures = who_change_failures,
     .example_params = R"({"who":"Bob","different":true})",
     .example_result =
         R"({"person":{"id":"bob","name":"Bob"},"stage":"failed","failure":"different"})",
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "requests.list",
     .summary = "Who wrote to us and is not accepted. Of each there is one short message; what "
                "else they write waits at their computer.",
     .result = "requests",
     .example_result = R"({"requests":[{"person":)" EARSHOT_EXAMPLE_PERSON
                       R"(,"message":)" EARSHOT_EXAMPLE_MESSAGE "}]}"},
    {.name = "requests.accept",
     .summary = "Somebody becomes a contact; what they have written meanwhile arrives. Writing to "
                "them accepts them, too.",
     .params = who_params,
     .result = "person",
     .failures = who_change_failures,
     .example_params = R"({"who":"Eve"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
    {.name = "requests.decline",
     .summary = "The request is deleted, and they ask no more. They are not told.",
     .params = who_params,
     .result = "person",
     .failures = who_change_failures,
     .example_params = R"({"who":"Eve"})",
     .example_result = EARSHOT_EXAMPLE_PERSON,
     .failing_params = R"({"who":"Nobody at all"})",
     .failing_kind = not_found},
};

}  // namespace

std::span<const Method> trust_methods() noexcept { return table; }

}  // namespace earshot::control
