#pragma once

#include <span>
#include <string_view>

#include "core/base/time.hpp"
#include "core/control/json_rpc.hpp"
#include "core/control/schema.hpp"
#include "core/engine/engine.hpp"
#include "node/control/node_facts.hpp"
#include "node/control/settings.hpp"
#include "node/control/turns.hpp"

/// From a method's name to what it does. Each feature has a table of handlers; all run inside a
/// turn of the engine.
namespace earshot::control {

struct Call {
    const Object& params;  ///< Checked against the schema.
    engine::Engine& engine;
    Now now;
    engine::Effects& effects;
    const NodeFacts& facts;
};

struct Handler {
    std::string_view method;
    Outcome (*run)(const Call&);
};

std::span<const Handler> card_handlers() noexcept;
std::span<const Handler> comparing_handlers() noexcept;
std::span<const Handler> conversation_handlers() noexcept;
std::span<const Handler> message_handlers() noexcept;
std::span<const Handler> network_handlers() noexcept;
std::span<const Handler> notify_handlers() noexcept;
std::span<const Handler> people_handlers() noexcept;
std::span<const Handler> profile_handlers() noexcept;
std::span<const Handler> request_handlers() noexcept;
std::span<const Handler> search_handlers() noexcept;
std::span<const Handler> trust_handlers() noexcept;

/// Nothing for methods that a session answers itself.
const Handler* find_handler(std::string_view method) noexcept;

/// Runs a handler. A call that creates something and carries a `ref` is done once: repeating it
/// returns what it returned. Precondition: `check_params` had nothing to say.
Outcome run_call(const Handler& handler, const Call& call);

/// Adds an address that is always tried, `host:port`, and lists all.
Outcome add_seed(const Call& call, std::string_view seed);
/// Changes a setting and tells clients.
Result<void> store_setting(const Call& call, const Setting& setting, std::string_view text);
/// Adds where strangers see us to an answer.
Result<void> add_visibility(const Call& call, Object& result);

/// Failures with their fields.
Outcome fail(FailureKind kind, std::string_view message);
Outcome wrong_param(std::string_view param, std::string_view message);
Outcome fail(const Error& error);

}  // namespace earshot::control
