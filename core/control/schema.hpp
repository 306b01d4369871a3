#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/control/failure.hpp"
#include "core/control/json.hpp"

/// The control API as one table: from it come the check of parameters, the OpenRPC document of
/// `rpc.discover`, docs/API.md and the conformance test. Fields and methods are only ever added.
namespace earshot::control {

inline constexpr std::string_view api_version = "1.0";
inline constexpr std::int64_t api_major = 1;
inline constexpr std::int64_t api_minor = 0;

/// `type` is `text`, `integer`, `flag`, `any`, the name of an ObjectType, or one of these in
/// brackets for a list: `[person]`.
struct Field {
    std::string_view name;
    std::string_view type;
    std::string_view summary{};
    bool required = true;
    std::int64_t least = 0;  ///< Of an integer.
    std::int64_t most = INT64_MAX;
};

struct ObjectType {
    std::string_view name;
    std::string_view summary;
    std::span<const Field> fields;
};

struct Method {
    std::string_view name;
    std::string_view summary;
    std::span<const Field> params{};
    std::string_view result{};  ///< The name of an ObjectType.
    std::span<const FailureKind> failures{};
    std::string_view example_params = "{}";
    std::string_view example_result = "{}";
    std::string_view failing_params = "[]";                  ///< A call that fails …
    FailureKind failing_kind = FailureKind::invalid_params;  ///< … like this.
};

struct EventType {
    std::string_view name;
    std::string_view summary;
    bool durable;
    std::span<const Field> fields;
    std::string_view example;  ///< The fields.
};

std::span<const ObjectType> object_types() noexcept;
std::span<const Method> methods() noexcept;
std::span<const EventType> event_types() noexcept;

const Method* find_method(std::string_view name) noexcept;
const ObjectType* find_object_type(std::string_view name) noexcept;
const EventType* find_event_type(std::string_view name) noexcept;

/// What is wrong with an object, by the path of the first wrong member ("limit", "message.id");
/// unknown members are ignored.
std::optional<std::string> find_mismatch(const Object& object, std::span<const Field> fields);

/// `invalid_params` with the name of the first wrong parameter.
std::optional<Failure> check_params(const Method& method, const Object& params);

/// `unsupported_api` unless a client that needs this version, `major.minor`, can be served: the
/// same major one, and no newer minor one.
std::optional<Failure> check_api(std::string_view api);

/// The OpenRPC 1.2.6 document.
Json openrpc_document(std::string_view server_version);

}  // namespace earshot::control
