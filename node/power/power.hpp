#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <optional>

#include "core/base/time.hpp"
#include "node/power/sleep_signals.hpp"
#include "node/runtime/log.hpp"

/// Sleep and wake of this computer. An announced sleep is held up, for at most
/// limits::sleep_goodbye_max, while goodbyes go out; one that nobody announced is noticed
/// afterwards. Where the power comes from is looked at once a minute. One thread.
namespace earshot::power {

class PowerEvents {
public:
    virtual ~PowerEvents() = default;
    /// Says goodbye to everybody; the sleep waits for it, but not for long.
    virtual asio::awaitable<void> before_sleep() = 0;
    virtual void on_woke() = 0;
    /// The computer runs on its battery now, or does so no more.
    virtual void on_power_source(bool is_battery) = 0;
};

class Power {
public:
    /// Both outlive this.
    Power(const asio::any_io_executor& executor, PowerEvents& events, runtime::Log& log)
        : executor_(executor), events_(events), log_(log) {}

    /// Until cancelled.
    asio::awaitable<void> run();

private:
    asio::awaitable<void> follow_announcements();
    asio::awaitable<void> follow(SleepSignals& signals);
    asio::awaitable<void> follow_clocks();
    void wake(bool is_announced);
    void look_at_source(Instant now);

    asio::any_io_executor executor_;
    PowerEvents& events_;
    runtime::Log& log_;
    std::optional<Instant> woke_;
    bool is_on_battery_ = false;
    std::optional<Instant> source_seen_;
};

}  // namespace earshot::power
