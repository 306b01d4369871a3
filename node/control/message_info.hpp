#pragma once

#include "core/control/json.hpp"
#include "core/engine/engine.hpp"
#include "core/store/rows.hpp"

/// How far one message has come, device by device, as `message.info` tells it.
namespace earshot::control {

Result<Object> message_info_json(const engine::Engine& engine, const store::Message& message);

}  // namespace earshot::control
