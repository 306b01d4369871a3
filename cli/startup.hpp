#pragma once

#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "cli/launcher.hpp"
#include "core/base/result.hpp"
#include "core/control/paths.hpp"

/// What a program of ours finds out before anything else: its environment, and which profile it is
/// to work with.
namespace earshot::cli {

/// Of the environment; only while nothing else runs.
std::optional<std::string> variable(const char* name);
control::Environment environment();

/// The daemon gets what we were told, not what we made of it: one rule says where things are.
/// `malformed` or `not_found` as profile_places.
Result<Profile> profile_of(const Arguments& arguments);

}  // namespace earshot::cli
