#pragma once

#include <optional>
#include <vector>

#include "client/values.hpp"
#include "core/control/json.hpp"

/// The daemon's JSON to values. Members that a daemon does not send keep their defaults; an object
/// without an id is nothing.
namespace earshot::client {

std::optional<Person> person_from(const control::Object& object);
std::optional<Conversation> conversation_from(const control::Object& object);
std::optional<Message> message_from(const control::Object& object);

std::string text_in(const control::Object& object, std::string_view key);
/// Absent where it is null or empty.
std::optional<std::string> optional_text_in(const control::Object& object, std::string_view key);
std::int64_t integer_in(const control::Object& object, std::string_view key);
bool flag_in(const control::Object& object, std::string_view key, bool otherwise = false);
std::vector<std::string> texts_in(const control::Object& object, std::string_view key);
/// What is no object is left out; they live as long as `object`.
std::vector<const control::Object*> objects_in(const control::Object& object, std::string_view key);

}  // namespace earshot::client
