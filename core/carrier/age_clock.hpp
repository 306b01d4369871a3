#pragma once

#include <optional>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/store/envelope_store.hpp"

/// How long envelopes have been kept here: the time this computer ran, by its steady clock, and of
/// each sleep and each time it was off what the wall clock says, at most limits::absence_max. So
/// neither a restart nor a wall clock that jumps prolongs a life, and one that jumps years ahead
/// ends few.
namespace earshot::carrier {

class AgeClock {
public:
    /// `store` outlives this.
    static Result<AgeClock> load(store::HeldStore& store, Now now);

    /// Never goes back. Precondition: told of every turn, in their order.
    Duration age(Now now);
    /// Notes it durably, now and then.
    Result<void> on_time(Now now);
    /// When that age will be reached, if there is no sleep before.
    Instant when(Duration age) const { return last_.steady + (age - counted_); }
    Instant next_deadline() const { return marked_ + limits::age_mark_interval; }

private:
    AgeClock(store::HeldStore& store, Duration counted, Now now)
        : store_(&store), counted_(counted), last_(now), marked_(now.steady) {}

    store::HeldStore* store_;
    Duration counted_;
    Now last_;
    Instant marked_;
};

}  // namespace earshot::carrier
