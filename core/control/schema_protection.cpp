#include "core/control/schema_parts.hpp"

/// What protects the keys of the profile: data only.
namespace earshot::control {
namespace {

using enum FailureKind;

constexpr FailureKind state_failures[] = {store_error};
constexpr Field unlock_params[] = {
    {"secret", "text",
     "The passphrase; without it the session's keyring is asked, where that has the key.", false}};
constexpr FailureKind unlock_failures[] = {wrong_secret, no_keyring,   invalid_params,
                                           busy,         rate_limited, store_error};

constexpr Field change_params[] = {
    {"old", "text", "The passphrase until now, where there is one.", false},
    {"new", "text",
     "The passphrase from now on, of 8 letters or more, 1024 bytes at most; without it there is "
     "none any more.",
     false},
    {"protection", "text",
     "`passphrase`, `key_file` or `keyring`; without it, `passphrase` with a new one and "
     "`key_file` without.",
     false},
};
constexpr FailureKind change_failures[] = {locked, wrong_secret, no_keyring,  invalid_params,
                                           busy,   rate_limited, store_error, no_space};

constexpr Method table[] = {
    {.name = "profile.state",
     .summary = "How the keys of the profile are protected, and whether they are locked away now. "
                "Answered while it is locked, too; session.hello then fails with `locked`.",
     .result = "protection",
     .failures = state_failures,
     .example_result = R"({"locked":false,"protection":"key_file","pid":4711,"keyring":true})"},
    {.name = "profile.unlock",
     .summary = "Opens a locked profile. Takes about a second, or while somebody is asked to open "
                "the session's keyring, a minute at most; the daemon then goes on as if it "
                "had just started: every client is disconnected, connects again at once, and says "
                "hello. Does nothing when the profile is open.",
     .params = unlock_params,
     .result = "protection",
     .failures = unlock_failures,
     .example_params = R"({"secret":"correct horse battery staple"})",
     .example_result = R"({"locked":false,"protection":"passphrase","pid":4711})",
     .failing_params = R"({"secret":5})"},
    {.name = "profile.changeSecret",
     .summary = "Changes what protects the keys of the open profile. When it fails the old "
                "protection holds, unless only the last bringing to the disk did: then the "
                "profile opens with one of the two.",
     .params = change_params,
     .result = "protection",
     .failures = change_failures,
     .example_params = R"({"new":"correct horse battery staple"})",
     .example_result = R"({"locked":false,"protection":"passphrase","pid":4711})",
     .failing_params = R"({"new":"short"})"},
};

}  // namespace

std::span<const Method> protection_methods() noexcept { return table; }

}  // namespace earshot::control
