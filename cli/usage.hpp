#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/verb.hpp"

/// Help texts, made from the tables: examples first.
namespace earshot::cli {

/// The whole program on one screen.
std::string program_help();

/// Of a verb, a group or a topic ("exit-codes"); nothing when there is none of that name.
std::optional<std::string> help_on(std::string_view path);

/// "Usage: earshot send WHO [TEXT] [--wait STATE]", in lines that fit a terminal.
std::string usage_line(const Verb& verb);

/// Everything `earshot help` accepts.
std::vector<std::string_view> help_paths();

}  // namespace earshot::cli
