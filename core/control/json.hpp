#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

/// JSON values of the control API. They are Boost.JSON's own: a second document type would only be
/// copied from and to. Reading is bounded and never throws; writing is one line of valid UTF-8.
namespace earshot::control {

using Json = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

/// Exactly one value, at most limits::control_line_bytes_max bytes and limits::json_depth_max deep.
/// `malformed` or `too_large`.
Result<Json> parse_json(std::string_view text);

/// On one line: control characters inside strings are escaped.
void append_json(std::string& out, const Json& value);
void append_json_text(std::string& out, std::string_view text);
std::string to_text(const Json& value);
/// For people: two spaces of indentation and a newline at the end.
std::string to_pretty_text(const Json& value);

/// Keys in byte order at every depth, so that equal values have equal texts.
void append_canonical(std::string& out, const Json& value);

/// Members of an object, absent when missing or of another type. Views live as long as `object`.
std::optional<std::string_view> find_text(const Object& object, std::string_view key);
std::optional<std::int64_t> find_integer(const Object& object, std::string_view key);
std::optional<bool> find_flag(const Object& object, std::string_view key);
const Object* find_object(const Object& object, std::string_view key);
const Array* find_array(const Object& object, std::string_view key);

}  // namespace earshot::control
