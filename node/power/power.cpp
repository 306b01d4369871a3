#include "node/power/power.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/limits.hpp"
#include "node/power/clock_watch.hpp"
#include "node/power/power_source.hpp"
#include "node/runtime/clock.hpp"
#include "node/runtime/deadline.hpp"
#include "node/runtime/race.hpp"

namespace earshot::power {
namespace {

using std::chrono_literals::operator""s;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr auto look_for_bus_again = 60s;
/// One wake is told by the announcement and by the clocks.
constexpr Duration one_wake = 10s;
constexpr Duration look_at_source_again = 60s;

/// Ticks also as soon as the computer wakes: its clock does not stop for a sleep.
int open_ticks() {
    const int fd = ::timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
    if (fd < 0) return -1;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(ClockWatch::tick);
    itimerspec every{};
    every.it_interval.tv_sec = every.it_value.tv_sec = seconds.count();
    if (::timerfd_settime(fd, 0, &every, nullptr) == 0) return fd;
    ::close(fd);
    return -1;
}

}  // namespace

asio::awaitable<void> Power::run() {
    co_await runtime::race(executor_, follow_announcements(), follow_clocks());
}

asio::awaitable<void> Power::follow_announcements() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    bool is_told = false;
    while (stop.cancelled() == asio::cancellation_type::none) {
        if (const auto signals = open_logind(executor_)) {
            co_await follow(*signals);
            is_told = false;
        }
        if (!std::exchange(is_told, true)) log_.debug("nobody announces sleep");
        asio::steady_timer timer{executor_, look_for_bus_again};
        co_await timer.async_wait(quiet);
    }
}

asio::awaitable<void> Power::follow(SleepSignals& signals) {
    for (;;) {
        const auto signal = co_await signals.next();
        if (!signal) co_return;
        if (*signal == SleepSignal::woke) {
            wake(true);
            continue;
        }
        log_.info("sleep soon");
        woke_.reset();
        const bool is_said =
            co_await runtime::within(limits::sleep_goodbye_max, events_.before_sleep());
        if (!is_said) log_.warning("sleep without a goodbye");
        signals.let_sleep();
    }
}

asio::awaitable<void> Power::follow_clocks() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    ClockWatch watch;
    asio::posix::stream_descriptor ticks{executor_};
    if (const int fd = open_ticks(); fd >= 0) ticks.assign(fd);
    asio::steady_timer timer{executor_};
    while (stop.cancelled() == asio::cancellation_type::none) {
        const auto now = runtime::now().steady;
        if (watch.on_tick({now, runtime::boot_ahead()})) wake(false);
        look_at_source(now);
        if (ticks.is_open()) {
            co_await ticks.async_wait(asio::posix::descriptor_base::wait_read, quiet);
            std::uint64_t expired = 0;
            (void)!::read(ticks.native_handle(), &expired, sizeof expired);
        } else {
            timer.expires_after(ClockWatch::tick);
            co_await timer.async_wait(quiet);
        }
    }
}

void Power::look_at_source(Instant now) {
    if (source_seen_ && now - *source_seen_ < look_at_source_again) return;
    source_seen_ = now;
    const bool is_battery = is_on_battery();
    if (std::exchange(is_on_battery_, is_battery) == is_battery) return;
    log_.info("power source", {{"battery", is_battery}});
    events_.on_power_source(is_battery);
}

void Power::wake(bool is_announced) {
    const auto now = runtime::now().steady;
    if (woke_ && now - *woke_ < one_wake) return;
    woke_ = now;
    log_.info("woke", {{"announced", is_announced}});
    events_.on_woke();
}

}  // namespace earshot::power
