#pragma once

#include <cstdint>
#include <string_view>

/// What the shell is told. The numbers are a contract with scripts: they never change meaning.
namespace earshot::cli {

enum class ExitCode : std::uint8_t {
    done = 0,  ///< An empty list included.
    failed = 1,
    usage = 2,
    no_daemon = 3,
    locked = 4,
    not_found = 5,
    not_in_time = 6,
    refused = 7,
    identity = 8,
    network = 9,
    interrupted = 130,
};

struct ExitCodeFacts {
    ExitCode code;
    std::string_view meaning;
};

/// The text of `earshot help exit-codes` and of the manual.
inline constexpr ExitCodeFacts exit_codes[] = {
    {ExitCode::done, "done (an empty list included)"},
    {ExitCode::failed, "failed"},
    {ExitCode::usage, "wrong usage"},
    {ExitCode::no_daemon, "daemon not reachable or would not start"},
    {ExitCode::locked, "profile locked or missing"},
    {ExitCode::not_found, "no such person, message or setting; or ambiguous"},
    {ExitCode::not_in_time,
     "accepted and queued, but the wanted --wait state was not reached in time"},
    {ExitCode::refused, "refused (blocked, wrong passphrase, not allowed)"},
    {ExitCode::identity,
     "not proven to be who you mean (not verified with --require-verified, not the same number)"},
    {ExitCode::network, "network problem; `doctor` found one"},
    {ExitCode::interrupted, "interrupted"},
};

}  // namespace earshot::cli
