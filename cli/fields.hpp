#pragma once

#include <string>
#include <string_view>

#include "core/control/members.hpp"

/// Members of the daemon's objects as the verbs want them: the value, or an empty one when the
/// member is missing (a daemon of another version), so that printing never fails on it.
namespace earshot::cli {

using control::flag_in;
using control::integer_in;
using control::objects_in;
using control::text_in;
using control::texts_in;

const control::Object& object_in(const control::Object& object, std::string_view key);

/// A JSON value as text without quotes, made visible.
std::string shown(const control::Json& value);
/// Why a message failed, to follow its state: ": their Earshot did not take it". Without a reason
/// nothing.
std::string reason_text(std::string_view reason);
/// A message's state, and why it failed.
std::string state_text(std::string_view state, std::string_view reason);
/// How people are looked for: "mDNS by avahi-daemon (running)".
std::string discovery_in(const control::Object& object);
/// What it does just now, for people; empty where the daemon does not say.
std::string publishing_in(const control::Object& object);
std::string looking_in(const control::Object& object);
std::string footing_in(const control::Object& object);
/// Where strangers see us: "strangers see you here", and what to do when they do not.
std::string visibility_in(const control::Object& object);
/// Of an answer of `profile.state` while the profile is locked: how it is, and what opens it.
std::string_view locked_in(const control::Object& object);
/// `text_in`, made visible.
std::string shown_in(const control::Object& object, std::string_view key);

}  // namespace earshot::cli
