#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

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

enum class UsageProblem : std::uint8_t {
    no_option,      ///< There is none of that name.
    word_too_many,  ///< `subject` is.
    no_verb,
    missing,  ///< A parameter.
    wants_positive,
    wants_number,
    wants_duration,
    wants_choice,  ///< One of `choices`.
    needs_word,    ///< A group of verbs, of which none was named: `choices` are they.
    unparsed,      ///< `subject` is what the parser says.
};

enum class UsageAdvice : std::uint8_t {
    none,
    near_option,  ///< `advised` may have been meant.
    near_verb,    ///< `advised`, with the words before it.
    dashes,       ///< Text that begins with a dash goes behind two of them.
    quotes,       ///< Several words are one text in quotes.
};

/// The command line makes no sense: exit code 2. A fact and no sentence: each face has its own
/// language. cli/usage_text.hpp has the command line's words.
struct UsageError {
    UsageProblem problem;
    std::string subject;  ///< What it is about, as it was typed or as its parameter is called.
    std::vector<std::string> choices{};
    UsageAdvice advice = UsageAdvice::none;
    std::string advised{};
    std::string path{};  ///< As far as the verb was understood.
    bool json = false;   ///< Asked for before it went wrong.
};

using Parsed = std::variant<Invocation, HelpWanted, UsageError>;

/// `words` without the program's name; `profile` is EARSHOT_PROFILE.
Parsed parse_options(std::span<const std::string> words, const std::optional<std::string>& profile);

/// "10s", "500ms", "2m", "1h", or seconds without a unit; at most a day.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace earshot::cli
