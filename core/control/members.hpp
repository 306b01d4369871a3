#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/control/json.hpp"

/// Members of the daemon's objects as front ends want them: the value, or an empty one when the
/// member is missing (a daemon of another version), so that showing never fails on it.
namespace earshot::control {

std::string text_in(const Object& object, std::string_view key);
std::int64_t integer_in(const Object& object, std::string_view key);
bool flag_in(const Object& object, std::string_view key, bool otherwise = false);
std::vector<std::string> texts_in(const Object& object, std::string_view key);
/// The objects of a list; what is not an object is left out. They live as long as `object`.
std::vector<const Object*> objects_in(const Object& object, std::string_view key);

}  // namespace earshot::control
