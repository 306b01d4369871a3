#include "core/control/failure.hpp"

#include <algorithm>
#include <cassert>

namespace earshot::control {
namespace {

constexpr KindFacts kinds[] = {
    {FailureKind::parse_error, "parse_error", -32700, false, "The line is not a JSON value."},
    {FailureKind::invalid_request, "invalid_request", -32600, false,
     "The line is JSON but not a request, or it is a batch."},
    {FailureKind::unknown_method, "unknown_method", -32601, false, "There is no such method."},
    {FailureKind::invalid_params, "invalid_params", -32602, false,
     "`param` is missing, of another type, or out of range."},
    {FailureKind::internal, "internal", -32603, false, "A defect of the daemon."},
    {FailureKind::not_hello, "not_hello", -32000, false, "The first call must be session.hello."},
    {FailureKind::unsupported_api, "unsupported_api", -32000, false,
     "The client needs another major version than `api`, or a newer minor one."},
    {FailureKind::locked, "locked", -32000, false,
     "The profile has to be unlocked first; `protection` says how it is locked."},
    {FailureKind::wrong_secret, "wrong_secret", -32000, false, "The passphrase is wrong."},
    {FailureKind::no_keyring, "no_keyring", -32000, true,
     "The session's keyring is not there, does not open, or does not keep the key."},
    {FailureKind::not_found, "not_found", -32000, false, "Nothing has that name or id."},
    {FailureKind::ambiguous, "ambiguous", -32000, false, "Several fit: `candidates` lists them."},
    {FailureKind::conflict_ref, "conflict_ref", -32000, false,
     "The `ref` was used for another call."},
    {FailureKind::blocked, "blocked", -32000, false, "The person is blocked."},
    {FailureKind::not_verified, "not_verified", -32000, false,
     "The person's key was not compared."},
    {FailureKind::mismatch, "mismatch", -32000, false, "What was compared is not the same."},
    {FailureKind::forbidden, "forbidden", -32000, false, "Not allowed here and now."},
    {FailureKind::too_large, "too_large", -32000, false, "More than `limit` bytes."},
    {FailureKind::no_space, "no_space", -32000, true, "The disk is full or read-only."},
    {FailureKind::busy, "busy", -32000, true, "A queue is full; nothing was done."},
    {FailureKind::rate_limited, "rate_limited", -32000, true, "Again after `retryAfterMs`."},
    {FailureKind::store_error, "store_error", -32000, true,
     "Storage failed; what was asked for was not done."},
    {FailureKind::timeout, "timeout", -32000, true, "It took too long."},
};

FailureKind kind_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::malformed: return FailureKind::invalid_params;
        case ErrorKind::too_large: return FailureKind::too_large;
        case ErrorKind::unauthenticated:
        case ErrorKind::replayed:
        case ErrorKind::refused: return FailureKind::forbidden;
        case ErrorKind::expired: return FailureKind::timeout;
        case ErrorKind::busy: return FailureKind::busy;
        case ErrorKind::not_found: return FailureKind::not_found;
        case ErrorKind::conflict: return FailureKind::conflict_ref;
        case ErrorKind::locked: return FailureKind::locked;
        case ErrorKind::no_space: return FailureKind::no_space;
        case ErrorKind::io: return FailureKind::store_error;
    }
    return FailureKind::internal;
}

}  // namespace

std::span<const KindFacts> failure_kinds() noexcept { return kinds; }

const KindFacts& facts_of(FailureKind kind) noexcept {
    const auto& facts = kinds[static_cast<std::size_t>(kind)];
    assert(facts.kind == kind);
    return facts;
}

Failure failure_of(const Error& error) { return {kind_of(error.kind), std::string{error.what}}; }

Json to_json(const Failure& failure) {
    const auto& facts = facts_of(failure.kind);
    Object details;
    details["kind"] = facts.name;
    details["retryable"] = facts.retryable;
    for (const auto& field : failure.fields) details[field.key()] = field.value();
    Object error;
    error["code"] = facts.code;
    error["message"] = failure.message;
    error["data"] = std::move(details);
    return error;
}

Failure failure_from(const Json& error) {
    Failure failure{FailureKind::internal, "an answer without a reason"};
    const auto* object = error.if_object();
    if (!object) return failure;
    if (const auto message = find_text(*object, "message")) failure.message = *message;
    const auto* details = find_object(*object, "data");
    if (!details) return failure;
    const auto name = find_text(*details, "kind");
    const auto known = std::ranges::find_if(
        kinds, [&](const KindFacts& facts) { return name && facts.name == *name; });
    if (known != std::end(kinds)) failure.kind = known->kind;
    failure.fields = *details;
    failure.fields.erase("kind");
    failure.fields.erase("retryable");
    return failure;
}

}  // namespace earshot::control
