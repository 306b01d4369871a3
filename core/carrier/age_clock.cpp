#include "core/carrier/age_clock.hpp"

#include <algorithm>

#include "core/base/limits.hpp"

namespace earshot::carrier {
namespace {

Duration absence(WallTime since, WallTime now) {
    return std::clamp<Duration>(now - since, Duration{0}, limits::absence_max);
}

}  // namespace

Result<AgeClock> AgeClock::load(store::HeldStore& store, Now now) {
    EARSHOT_TRY(const auto noted, store.find_age());
    const auto before = noted.value_or(store::HeldStore::Age{Duration{0}, now.wall});
    AgeClock clock{store, before.counted + absence(before.at, now.wall), now};
    EARSHOT_CHECK(store.put_age({clock.counted_, now.wall}));
    return clock;
}

Duration AgeClock::age(Now now) {
    const auto ran = std::max(now.steady - last_.steady, Duration{0});
    // The steady clock stands still in a sleep.
    counted_ += std::max<Duration>(ran, absence(last_.wall, now.wall));
    last_ = now;
    return counted_;
}

Result<void> AgeClock::on_time(Now now) {
    if (now.steady < next_deadline()) return {};
    marked_ = now.steady;
    return store_->put_age({age(now), now.wall});
}

}  // namespace earshot::carrier
