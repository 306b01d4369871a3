#pragma once

#include <span>

#include "core/control/schema.hpp"

/// The pieces of which the schema's tables consist. Only for its sources.
namespace earshot::control {

/// Conversations, and what their people do in them besides writing.
std::span<const Method> conversation_methods() noexcept;
/// What protects the keys of the profile.
std::span<const Method> protection_methods() noexcept;
/// Requests, contacts, cards and verification.
std::span<const Method> trust_methods() noexcept;

}  // namespace earshot::control
