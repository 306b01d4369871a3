#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>

#include "cli/arguments.hpp"
#include "cli/verb.hpp"

/// The command line to a checked value. Pure: the environment is handed in. CLI11 does the
/// splitting; what is a verb, a parameter or a good value stands in verbs.cpp.
namespace earshot::cli {

struct Invocation {
    const Verb* verb;  ///< Lives as long as the program.
    Arguments arguments;
    bool is_bare = false;  ///< No verb was named: it is `status`, or the terminal face.
};

struct HelpWanted {
    std::string path;  ///< Of a verb or group; empty for all.
};

/// The command line makes no sense: exit code 2.
struct UsageError {
    std::string what;
    std::string hint;
    std::string path;   ///< As far as the verb was understood.
    bool json = false;  ///< Asked for before it went wrong.
};

using Parsed = std::variant<Invocation, HelpWanted, UsageError>;

/// `words` without the program's name; `profile` is EARSHOT_PROFILE.
Parsed parse_options(std::span<const std::string> words, const std::optional<std::string>& profile);

/// "10s", "500ms", "2m", "1h", or seconds without a unit; at most a day.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace earshot::cli
