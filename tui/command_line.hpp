#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/options.hpp"

/// What is written behind a slash: the verbs of the command line, with their own parser. Pure.
namespace earshot::tui {

/// Whether `text` is a command and no message: a slash and a word of letters.
bool is_command(std::string_view text);

/// The words of a line as a shell takes them apart: quotes, and backslashes outside of single ones.
/// Nothing where a quote is not closed.
std::optional<std::vector<std::string>> words_of(std::string_view line);

/// The piece of a word as it is written so that `words_of` gives it back.
std::string escaped(std::string_view word);

/// Ends the program.
struct Quit {};
/// For the program `earshot`.
struct RunVerb {
    std::vector<std::string> words;
};
enum class NoSense : std::uint8_t {
    nothing,     ///< There is no word.
    open_quote,  ///< One is not closed.
    for_shells,  ///< It would not end, or belongs to a shell.
};
/// It makes no sense.
struct NoCommand {
    std::variant<NoSense, cli::UsageError> why;
};
using Command = std::variant<Quit, RunVerb, NoCommand>;

/// Without its slash. A verb that wants somebody means `peer`, an id, where nobody is named.
Command command_of(std::string_view line, std::string_view peer);

}  // namespace earshot::tui
