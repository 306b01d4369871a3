#pragma once

#include <optional>
#include <string>

#include "cli/session.hpp"

/// CONV of the verbs: the id of a conversation, or whom it is with.
namespace earshot::cli {

/// The conversation that is meant, as the control API calls it. Nothing after a complaint.
std::optional<std::string> find_conversation(Session& session, const std::string& named);

}  // namespace earshot::cli
