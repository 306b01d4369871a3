#include "core/control/schema.hpp"

#include <algorithm>
#include <charconv>

namespace earshot::control {
namespace {

template <class Row>
const Row* find_row(std::span<const Row> rows, std::string_view name) noexcept {
    const auto row = std::ranges::find_if(rows, [&](const Row& r) { return r.name == name; });
    return row == rows.end() ? nullptr : &*row;
}

std::optional<std::string_view> item_type(std::string_view type) {
    if (!type.starts_with('[')) return std::nullopt;
    return type.substr(1, type.size() - 2);
}

/// The path of what is wrong with `value`, starting with `path`.
std::optional<std::string> mismatch_of(const Json& value, const Field& field, std::string_view type,
                                       const std::string& path) {
    if (type == "any") return std::nullopt;
    if (const auto item = item_type(type)) {
        const auto* array = value.if_array();
        if (!array) return path;
        std::size_t index = 0;
        for (const auto& element : *array) {
            auto wrong =
                mismatch_of(element, field, *item, path + "[" + std::to_string(index++) + "]");
            if (wrong) return wrong;
        }
        return std::nullopt;
    }
    if (type == "text") return value.is_string() ? std::nullopt : std::optional{path};
    if (type == "flag") return value.is_bool() ? std::nullopt : std::optional{path};
    if (type == "integer") {
        const auto* integer = value.if_int64();
        const bool fits = integer && *integer >= field.least && *integer <= field.most;
        return fits ? std::nullopt : std::optional{path};
    }
    const auto* object = value.if_object();
    const auto* object_type = find_object_type(type);
    if (!object || !object_type) return path;
    if (auto wrong = find_mismatch(*object, object_type->fields)) return path + "." + *wrong;
    return std::nullopt;
}

bool is_supported(std::string_view api) noexcept {
    std::int64_t major = 0;
    std::int64_t minor = 0;
    const auto* end = api.data() + api.size();
    const auto first = std::from_chars(api.data(), end, major);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '.') return false;
    const auto second = std::from_chars(first.ptr + 1, end, minor);
    return second.ec == std::errc{} && second.ptr == end && major == api_major && minor >= 0 &&
           minor <= api_minor;
}

}  // namespace

const Method* find_method(std::string_view name) noexcept { return find_row(methods(), name); }

const ObjectType* find_object_type(std::string_view name) noexcept {
    return find_row(object_types(), name);
}

const EventType* find_event_type(std::string_view name) noexcept {
    return find_row(event_types(), name);
}

std::optional<std::string> find_mismatch(const Object& object, std::span<const Field> fields) {
    for (const auto& field : fields) {
        const auto* value = object.if_contains(field.name);
        if (!value || (value->is_null() && !field.required)) {
            if (field.required) return std::string{field.name};
            continue;
        }
        if (auto wrong = mismatch_of(*value, field, field.type, std::string{field.name}))
            return wrong;
    }
    return std::nullopt;
}

std::optional<Failure> check_params(const Method& method, const Object& params) {
    const auto wrong = find_mismatch(params, method.params);
    if (!wrong) return std::nullopt;
    Failure failure{FailureKind::invalid_params, "missing, of another type or out of range"};
    failure.fields["param"] = *wrong;
    return failure;
}

std::optional<Failure> check_api(std::string_view api) {
    if (is_supported(api)) return std::nullopt;
    Failure failure{FailureKind::unsupported_api, "this daemon speaks another version"};
    failure.fields["api"] = api_version;
    return failure;
}

}  // namespace earshot::control
