#include "core/control/json.hpp"

#include <algorithm>
#include <boost/json/parser.hpp>
#include <boost/json/serializer.hpp>
#include <boost/json/string.hpp>
#include <exception>
#include <vector>

#include "core/base/limits.hpp"

namespace earshot::control {
namespace {

std::string_view view_of(const boost::json::string& text) noexcept {
    return {text.data(), text.size()};
}

void drain(boost::json::serializer& serializer, std::string& out) {
    char chunk[4096];
    while (!serializer.done()) {
        const auto piece = serializer.read(chunk, sizeof chunk);
        out.append(piece.data(), piece.size());
    }
}

std::vector<const boost::json::key_value_pair*> sorted_members(const Object& object) {
    std::vector<const boost::json::key_value_pair*> members;
    members.reserve(object.size());
    for (const auto& member : object) members.push_back(&member);
    std::ranges::sort(members, [](const auto* a, const auto* b) { return a->key() < b->key(); });
    return members;
}

void append_pretty(std::string& out, const Json& value, std::size_t depth) {
    const auto new_line = [&out](std::size_t indentation) {
        out += '\n';
        out.append(2 * indentation, ' ');
    };
    bool first = true;
    if (const auto* object = value.if_object(); object && !object->empty()) {
        out += '{';
        for (const auto& member : *object) {
            if (!first) out += ',';
            first = false;
            new_line(depth + 1);
            append_json_text(out, member.key());
            out += ": ";
            append_pretty(out, member.value(), depth + 1);
        }
        new_line(depth);
        out += '}';
    } else if (const auto* array = value.if_array(); array && !array->empty()) {
        out += '[';
        for (const auto& item : *array) {
            if (!first) out += ',';
            first = false;
            new_line(depth + 1);
            append_pretty(out, item, depth + 1);
        }
        new_line(depth);
        out += ']';
    } else {
        append_json(out, value);
    }
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
    if (text.size() > limits::control_line_bytes_max)
        return Error{ErrorKind::too_large, "JSON text is too long"};
    boost::json::parse_options options;
    options.max_depth = limits::json_depth_max;
    try {
        unsigned char scratch[4096];
        boost::json::parser parser{{}, options, scratch, sizeof scratch};
        boost::json::error_code error;
        parser.write(text, error);
        if (error) return Error{ErrorKind::malformed, "not a JSON value"};
        return parser.release();
    } catch (const std::exception&) {
        return Error{ErrorKind::too_large, "JSON value is too big"};
    }
}

void append_json(std::string& out, const Json& value) {
    boost::json::serializer serializer;
    serializer.reset(&value);
    drain(serializer, out);
}

void append_json_text(std::string& out, std::string_view text) {
    boost::json::serializer serializer;
    serializer.reset(boost::json::string_view{text.data(), text.size()});
    drain(serializer, out);
}

std::string to_text(const Json& value) {
    std::string text;
    append_json(text, value);
    return text;
}

std::string to_pretty_text(const Json& value) {
    std::string text;
    append_pretty(text, value, 0);
    text += '\n';
    return text;
}

void append_canonical(std::string& out, const Json& value) {
    bool first = true;
    if (const auto* object = value.if_object()) {
        out += '{';
        for (const auto* member : sorted_members(*object)) {
            if (!first) out += ',';
            first = false;
            append_json_text(out, member->key());
            out += ':';
            append_canonical(out, member->value());
        }
        out += '}';
    } else if (const auto* array = value.if_array()) {
        out += '[';
        for (const auto& item : *array) {
            if (!first) out += ',';
            first = false;
            append_canonical(out, item);
        }
        out += ']';
    } else {
        append_json(out, value);
    }
}

std::optional<std::string_view> find_text(const Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    const auto* text = value ? value->if_string() : nullptr;
    if (!text) return std::nullopt;
    return view_of(*text);
}

std::optional<std::int64_t> find_integer(const Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    const auto* integer = value ? value->if_int64() : nullptr;
    if (!integer) return std::nullopt;
    return *integer;
}

std::optional<bool> find_flag(const Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    const auto* flag = value ? value->if_bool() : nullptr;
    if (!flag) return std::nullopt;
    return *flag;
}

const Object* find_object(const Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value ? value->if_object() : nullptr;
}

const Array* find_array(const Object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value ? value->if_array() : nullptr;
}

}  // namespace earshot::control
