#pragma once

#include <span>

#include "core/control/schema.hpp"

/// The pieces of which the schema's tables consist. Only for its sources.
namespace earshot::control {

// Fields of objects and of events.
inline constexpr Field no_fields[] = {{"", "any", "", false}};
inline constexpr std::span<const Field> nothing{no_fields, 0};

inline constexpr Field answers_field = {
    "answers", "flag", "False: here as far as is known, but a message to them got no answer."};
inline constexpr Field reason_field = {
    "reason", "text",
    "When it failed: `refused` by the recipient's Earshot, or `unsupported`, a kind of message "
    "that it does not know.",
    false};
inline constexpr Field request_fields[] = {{"person", "person"}, {"message", "message"}};

/// Conversations, and what their people do in them besides writing.
std::span<const Method> conversation_methods() noexcept;
/// What protects the keys of the profile.
std::span<const Method> protection_methods() noexcept;
/// Requests, contacts, cards and verification.
std::span<const Method> trust_methods() noexcept;

}  // namespace earshot::control
