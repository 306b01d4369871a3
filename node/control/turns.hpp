#pragma once

#include <functional>
#include <variant>

#include "core/base/time.hpp"
#include "core/control/failure.hpp"
#include "core/control/json.hpp"
#include "core/engine/engine.hpp"

/// How calls of clients get into the engine's turns. The node implements it.
namespace earshot::control {

/// A call's answer. Failures of kind `store_error` and `no_space` come from the store: whoever runs
/// the turn has to drop it, as after any error of the store.
using Outcome = std::variant<Json, Failure>;

class Turns {
public:
    /// Runs inside a turn's transaction. May be dropped without being run.
    using Work = std::function<Outcome(engine::Engine&, Now, engine::Effects&)>;
    /// Gets what `Work` returned, after the turn's commit; `store_error` or `no_space` when the
    /// turn failed or there is no engine.
    using Done = std::function<void(Outcome)>;

    virtual ~Turns() = default;

    /// `done` is called exactly once, on the same thread, never from inside `submit`. All that is
    /// submitted before the event loop goes on shares a turn.
    virtual void submit(Work work, Done done) = 0;
};

}  // namespace earshot::control
