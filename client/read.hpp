#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/values.hpp"
#include "core/control/members.hpp"

/// The daemon's JSON to values. Members that a daemon does not send keep their defaults; an object
/// without an id is nothing.
namespace earshot::client {

std::optional<Person> person_from(const control::Object& object);
std::optional<Conversation> conversation_from(const control::Object& object);
std::optional<Message> message_from(const control::Object& object);

using control::flag_in;
using control::integer_in;
using control::objects_in;
using control::text_in;
using control::texts_in;
/// Absent where it is null or empty.
std::optional<std::string> optional_text_in(const control::Object& object, std::string_view key);

}  // namespace earshot::client
