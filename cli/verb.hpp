#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"

/// One verb of the command line as data: parsing, usage text, completion and the manual's check are
/// all made from the same rows (verbs.cpp).
namespace earshot::cli {

class Session;

/// Where a checked value goes; its type says how it is checked.
using Target = std::variant<bool Arguments::*, std::string Arguments::*,
                            std::optional<std::string> Arguments::*,
                            std::vector<std::string> Arguments::*, std::int64_t Arguments::*,
                            std::optional<std::int64_t> Arguments::*, Duration Arguments::*>;

/// What may stand there, for completion.
enum class Completes : std::uint8_t {
    nothing,
    choices,
    person,
    queued,
    setting,
    seed,
    method,
    folder,
    verb
};

struct Parameter {
    /// "WHO" for a positional one, otherwise "--wait" or "-p,--profile".
    std::string_view name;
    std::string_view value;  ///< What usage calls the value; empty for flags and positional ones.
    std::string_view summary;
    Target target;
    Completes completes = Completes::nothing;
    std::string_view choices{};  ///< "queued|delivered": nothing else is accepted.
    bool required = false;       ///< Of a positional one.

    bool is_positional() const noexcept { return !name.starts_with('-'); }
    bool is_flag() const noexcept { return std::holds_alternative<bool Arguments::*>(target); }
    bool is_repeatable() const noexcept {
        return std::holds_alternative<std::vector<std::string> Arguments::*>(target);
    }
};

struct Verb {
    std::string_view path;  ///< "queue list"
    std::string_view summary;
    /// One a line; what follows two spaces and `#` explains.
    std::string_view examples;
    ExitCode (*run)(Session&, const Arguments&);
    std::span<const Parameter> parameters{};
    std::string_view details{};
};

/// A word that only has verbs below it.
struct VerbGroup {
    std::string_view path;  ///< "net seed"
    std::string_view summary;
};

std::span<const Verb> verbs() noexcept;
std::span<const VerbGroup> verb_groups() noexcept;
/// Accepted by every verb.
std::span<const Parameter> global_parameters() noexcept;

const Verb* find_verb(std::string_view path) noexcept;
const VerbGroup* find_verb_group(std::string_view path) noexcept;
/// The words that may follow `path`: verbs and groups, in order of the tables.
std::vector<std::string_view> words_below(std::string_view path);
/// The names of a parameter: "-p,--profile" has two.
std::vector<std::string_view> names_of(const Parameter& parameter);
/// The pieces between `separator`s.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace earshot::cli
