#pragma once

#include <string>

#include "core/base/ids.hpp"

/// Under which keys of the settings is kept what a person does with a conversation, also with one
/// that nobody has written in yet.
namespace earshot::engine {

inline std::string draft_setting(const ConversationId& id) { return "draft." + id.text(); }
/// `none`, or nothing.
inline std::string level_setting(const ConversationId& id) { return "notify.level." + id.text(); }
/// Person ids, in one line.
inline constexpr const char* watch_setting = "notify.watched";
/// Milliseconds UTC.
inline constexpr const char* snooze_setting = "notify.snoozed_until";

}  // namespace earshot::engine
