#include "node/power/clock_watch.hpp"

#include <utility>

namespace earshot::power {

bool ClockWatch::on_tick(const Reading& reading) {
    const auto last = std::exchange(last_, reading);
    if (!last) return false;
    const bool has_slept = reading.boot_ahead - last->boot_ahead > missed_min;
    const bool stood_still = reading.steady - last->steady > tick + missed_min;
    return has_slept || stood_still;
}

}  // namespace earshot::power
