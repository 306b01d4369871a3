#include "core/engine/turn.hpp"

namespace earshot::engine {

Result<void> write_probe(const store::Stores& stores, Now now) {
    return stores.settings.put_setting("store.probe",
                                       std::to_string(now.wall.time_since_epoch().count()));
}

Result<void> Turns::start(Now now) {
    EARSHOT_CHECK(parts_.stores.transactions.begin());
    auto engine = Engine::make(parts_, hearing_, now);
    if (!engine) {
        parts_.stores.transactions.rollback();
        return engine.error();
    }
    if (auto committed = parts_.stores.transactions.commit(); !committed) {
        parts_.stores.transactions.rollback();
        return committed.error();
    }
    engine_ = *std::move(engine);
    parts_.given_name.reset();  // Whatever the person calls themselves later outlives a rebuild.
    return {};
}

void Turns::push(Input input) {
    if (const auto* const changed = std::get_if<NetworkChanged>(&input)) network_ = *changed;
    if (const auto* const changed = std::get_if<HoursChanged>(&input)) hours_ = *changed;
    if (const auto* const changed = std::get_if<FootingChanged>(&input))
        parts_.footing = changed->footing;
    waiting_.push_back(std::move(input));
}

Turns::Outcome Turns::run(Now now) {
    if (!engine_)
        if (const auto probed = probe(now); !probed) {
            waiting_.clear();
            unusable_ = probed.error();
            return {{}, unusable_};
        }
    Outcome outcome;
    if (const auto begun = parts_.stores.transactions.begin(); !begun)
        return fail(begun.error(), now);
    if (auto done = run_inputs(now, outcome.effects); !done) return fail(done.error(), now);
    if (auto committed = parts_.stores.transactions.commit(); !committed)
        return fail(committed.error(), now);
    return outcome;
}

Result<void> Turns::run_inputs(Now now, Effects& effects) {
    for (std::size_t taken = 0; taken < inputs_per_turn_max && !waiting_.empty(); ++taken) {
        const Input input = std::move(waiting_.front());
        waiting_.pop_front();
        EARSHOT_CHECK(engine_->on(input, now, effects));
    }
    EARSHOT_CHECK(engine_->on_time(now, effects));
    return engine_->on_turn_end(now, effects);
}

Turns::Outcome Turns::fail(const Error& error, Now now) {
    parts_.stores.transactions.rollback();
    engine_.reset();
    waiting_.clear();
    probe_at_ = now.steady + probe_interval;
    unusable_ = error;
    return {{}, error};
}

Result<void> Turns::probe(Now now) {
    if (now.steady < probe_at_) return unusable_;
    probe_at_ = now.steady + probe_interval;
    EARSHOT_CHECK(parts_.stores.transactions.begin());
    auto written = write_probe(parts_.stores, now);
    if (written) written = parts_.stores.transactions.commit();
    if (!written) {
        parts_.stores.transactions.rollback();
        return written.error();
    }
    EARSHOT_CHECK(start(now));
    if (network_) waiting_.push_front(*network_);
    if (hours_) waiting_.push_front(*hours_);
    return {};
}

std::optional<Instant> Turns::next_deadline() const {
    return engine_ ? engine_->next_deadline() : probe_at_;
}

}  // namespace earshot::engine
