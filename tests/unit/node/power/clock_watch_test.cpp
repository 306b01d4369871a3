#include "node/power/clock_watch.hpp"

#include "tests/support/catch.hpp"

namespace earshot::power {
namespace {

using namespace std::chrono_literals;

Reading reading(Duration steady, Duration asleep) { return {Instant{steady}, asleep}; }

}  // namespace

TEST_CASE("clock watch sees a sleep in the clock that does not stop", "[power]") {
    ClockWatch watch;
    CHECK_FALSE(watch.on_tick(reading(1h, 0s)));
    CHECK_FALSE(watch.on_tick(reading(1h + 3s, 0s)));
    CHECK(watch.on_tick(reading(1h + 4s, 8h)));
    CHECK_FALSE(watch.on_tick(reading(1h + 7s, 8h)));
}

TEST_CASE("clock watch sees that the process stood still", "[power]") {
    ClockWatch watch;
    CHECK_FALSE(watch.on_tick(reading(0s, 0s)));
    CHECK_FALSE(watch.on_tick(reading(8s, 0s)));  // Five seconds late: a busy computer.
    CHECK(watch.on_tick(reading(16s + 1ms, 0s)));
}

TEST_CASE("clock watch takes short naps and earlier sleeps for nothing", "[power]") {
    ClockWatch watch;
    CHECK_FALSE(watch.on_tick(reading(3s, 100h)));  // Before this process was there.
    CHECK_FALSE(watch.on_tick(reading(6s, 100h + 5s)));
    CHECK_FALSE(watch.on_tick(reading(9s, 100h + 10s)));
    CHECK_FALSE(watch.on_tick(reading(12s, 100h)));
}

}  // namespace earshot::power
