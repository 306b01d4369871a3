#pragma once

#include <optional>
#include <string_view>

#include "core/base/result.hpp"
#include "core/control/json.hpp"
#include "core/engine/engine.hpp"
#include "core/store/rows.hpp"

/// Durable events as clients see them: with what they are about as it is now, whenever they
/// happened.
namespace earshot::control {

/// As clients name it; empty for what is not told so.
std::string_view event_name(store::EventKind kind) noexcept;
/// Nothing when what it is about is gone.
Result<std::optional<Object>> event_fields(const engine::Engine& engine, const store::Event& event);

}  // namespace earshot::control
