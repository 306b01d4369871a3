#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

#include "core/engine/engine.hpp"
#include "core/engine/event.hpp"

/// One turn, one transaction: runs the inputs that wait, commits them durably, and only then gives
/// out their effects. When a commit fails the effects are dropped, every link must be closed, and
/// the engine is built anew from the store as soon as a probe commit succeeds; until then inputs
/// are discarded. Not thread-safe; what `Parts` names outlives it.
namespace earshot::engine {

/// A turn takes at most so many inputs, so that effects of the first do not wait for ever.
inline constexpr std::size_t inputs_per_turn_max = 4096;
inline constexpr Duration probe_interval{2000};

/// Writes something, so that the turn's commit proves that the store works.
Result<void> write_probe(const store::Stores& stores, Now now);

class Turns {
public:
    /// `hearing` outlives this.
    Turns(const Parts& parts, const gossip::Hearing& hearing) : parts_(parts), hearing_(hearing) {}

    /// Builds the engine from the store.
    Result<void> start(Now now);

    void push(Input input);
    std::size_t input_count() const { return waiting_.size(); }

    struct Outcome {
        Effects effects;
        /// Set when nothing of this turn happened: close every link, answer with this.
        std::optional<Error> failure;
    };
    /// Runs one turn: what waits, and what is due.
    Outcome run(Now now);

    /// When `run` has work though no input comes.
    std::optional<Instant> next_deadline() const;

    /// Null while the store is broken.
    const Engine* engine() const { return engine_.get(); }

private:
    Result<void> run_inputs(Now now, Effects& effects);
    Outcome fail(const Error& error, Now now);
    Result<void> probe(Now now);

    Parts parts_;
    const gossip::Hearing& hearing_;
    std::unique_ptr<Engine> engine_;
    std::deque<Input> waiting_;
    std::optional<NetworkChanged> network_;  ///< For an engine that is built anew,
    std::optional<HoursChanged> hours_;      ///< as this is.
    Instant probe_at_{};
    Error unusable_{ErrorKind::io, "the store is not usable"};  ///< Why there is no engine.
};

}  // namespace earshot::engine
