#pragma once

#include <span>
#include <string>

#include "core/control/paths.hpp"

/// `earshot __complete WORDS...`, which the shells' completion scripts call.
namespace earshot::cli {

/// Candidates for the last word, one a line. Asks the daemon where only it knows, for at most 50
/// ms, and never starts it; whatever goes wrong just means fewer candidates.
std::string complete(std::span<const std::string> words, const control::Environment& environment,
                     const std::optional<std::string>& profile);

}  // namespace earshot::cli
