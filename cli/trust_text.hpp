#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/exit_code.hpp"
#include "core/control/json.hpp"

/// What the verbs about people say in the same words.
namespace earshot::cli {

class Session;

/// "verified", "not verified", "blocked", "no contact".
std::string trust_text(const control::Object& person);
/// Loud, where somebody is called like a contact; else empty.
std::string namesake_text(const control::Object& person);
/// What every change of a person answers: who, and what they are now. Nothing: it was said why not.
ExitCode report_person(Session& session, const std::optional<control::Object>& person,
                       std::string_view what);

}  // namespace earshot::cli
