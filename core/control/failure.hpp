#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/control/json.hpp"

/// Why a call failed, as a client is told. Programs branch on the kind and translate by it; the
/// message is English, for logs. The kinds are stable (docs/API.md).
namespace earshot::control {

enum class FailureKind : std::uint8_t {
    // JSON-RPC's own.
    parse_error,
    invalid_request,
    unknown_method,
    invalid_params,  ///< {param}
    internal,
    // Ours.
    not_hello,
    unsupported_api,  ///< {api}
    locked,           ///< {protection}
    wrong_secret,     ///< Another passphrase is the right one.
    no_keyring,       ///< The session's keyring is not there, or does not give or take the key.
    not_found,
    ambiguous,     ///< {candidates: [{id, name}]}
    conflict_ref,  ///< The ref was used for another call.
    blocked,
    not_verified,  ///< The call wants somebody whose key was compared.
    mismatch,      ///< What was compared is not the same.
    forbidden,
    too_large,     ///< {limit}
    no_space,      ///< The disk is full or read-only.
    busy,          ///< A bounded queue is full.
    rate_limited,  ///< {retryAfterMs}
    store_error,
    timeout,
};

struct KindFacts {
    FailureKind kind;
    std::string_view name;
    int code;        ///< JSON-RPC 2.0 section 5.1, or -32000 for ours.
    bool retryable;  ///< The same call may work later.
    std::string_view summary;
};

/// All kinds, in order of the enumeration.
std::span<const KindFacts> failure_kinds() noexcept;
const KindFacts& facts_of(FailureKind kind) noexcept;

struct Failure {
    FailureKind kind;
    std::string message;
    Object fields{};
};

/// How an Error of the core is told to clients.
Failure failure_of(const Error& error);

/// The `error` member of a response.
Json to_json(const Failure& failure);
/// Its reading; a kind that this version does not know becomes `internal`.
Failure failure_from(const Json& error);

}  // namespace earshot::control
