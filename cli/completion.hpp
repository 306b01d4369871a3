#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/verb.hpp"

/// Completion of a command line that is being typed. The shells' scripts (completion_scripts.cpp)
/// only ask `earshot __complete WORDS...`; what may stand where is known from the tables, and
/// people and ids from the daemon.
namespace earshot::cli {

struct Candidate {
    std::string text;
    std::string summary;
};

/// What may stand in place of the last word. `dynamic` is what only the daemon knows.
struct Expected {
    std::vector<Candidate> candidates;
    Completes dynamic = Completes::nothing;
    std::string beginning;  ///< Of the last word, as typed.
    std::optional<std::string> profile;
    std::optional<std::string> profile_dir;
};

/// `words` as typed after the program's name; the last one (perhaps empty) is to be completed.
Expected expected_at_end(std::span<const std::string> words);

/// Those that begin as typed, letter case aside; `value<TAB>summary` lines. A text that a terminal
/// would not show as it is is left out.
std::string candidate_lines(const std::vector<Candidate>& candidates, std::string_view beginning);

/// Empty for an unknown shell.
std::string_view completion_script(std::string_view shell);

}  // namespace earshot::cli
