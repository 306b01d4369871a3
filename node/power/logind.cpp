#include <fcntl.h>
#include <poll.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <utility>

#include "node/power/sleep_signals.hpp"

namespace earshot::power {
namespace {

using asio::experimental::awaitable_operators::operator||;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr auto service = "org.freedesktop.login1";
constexpr auto object = "/org/freedesktop/login1";
constexpr auto manager = "org.freedesktop.login1.Manager";

class Logind final : public SleepSignals {
public:
    /// Takes over `bus`.
    Logind(const asio::any_io_executor& executor, sd_bus* bus)
        : bus_(bus), readiness_(executor), timer_(executor) {}
    ~Logind() override {
        let_go();
        sd_bus_close_unref(bus_);
    }
    Logind(const Logind&) = delete;
    Logind& operator=(const Logind&) = delete;

    bool start() {
        // sd-bus watches nothing itself: the copy is only for the event loop.
        const int copy = ::fcntl(sd_bus_get_fd(bus_), F_DUPFD_CLOEXEC, 0);
        if (copy < 0) return false;
        readiness_.assign(copy);
        return sd_bus_match_signal_async(bus_, nullptr, service, object, manager, "PrepareForSleep",
                                         &Logind::on_prepare, nullptr, this) >= 0 &&
               hold();
    }

    asio::awaitable<std::optional<SleepSignal>> next() override {
        co_await asio::this_coro::throw_if_cancelled(false);
        const auto stop = co_await asio::this_coro::cancellation_state;
        while (stop.cancelled() == asio::cancellation_type::none) {
            if (!announced_.empty()) {
                const auto signal = announced_.front();
                announced_.pop_front();
                co_return signal;
            }
            const int processed = sd_bus_process(bus_, nullptr);
            if (processed < 0) break;
            if (processed == 0 && announced_.empty()) co_await ready();
        }
        co_return std::nullopt;
    }

    void let_sleep() override { let_go(); }

private:
    static int on_prepare(sd_bus_message* message, void* self, sd_bus_error*) {
        int starts = 0;
        if (sd_bus_message_read(message, "b", &starts) < 0) return 0;
        auto& logind = *static_cast<Logind*>(self);
        if (starts == 0) (void)logind.hold();
        logind.announced_.push_back(starts != 0 ? SleepSignal::sleep_soon : SleepSignal::woke);
        return 0;
    }

    static int on_held(sd_bus_message* message, void* self, sd_bus_error*) {
        int lock = -1;
        // Refused, or there is no such service: then nobody waits for us.
        if (sd_bus_message_is_method_error(message, nullptr) != 0) return 0;
        if (sd_bus_message_read(message, "h", &lock) < 0) return 0;
        auto& logind = *static_cast<Logind*>(self);
        logind.let_go();
        logind.lock_ = ::fcntl(lock, F_DUPFD_CLOEXEC, 0);
        return 0;
    }

    /// Asks for the lock that holds a sleep up; it is there when the answer comes.
    bool hold() {
        return sd_bus_call_method_async(bus_, nullptr, service, object, manager, "Inhibit",
                                        &Logind::on_held, this, "ssss", "sleep", "Earshot",
                                        "says goodbye to the network", "delay") >= 0;
    }

    void let_go() {
        if (const int lock = std::exchange(lock_, -1); lock >= 0) ::close(lock);
    }

    /// Until there is something to process.
    asio::awaitable<void> ready() {
        std::uint64_t microseconds = UINT64_MAX;
        sd_bus_get_timeout(bus_, &microseconds);
        timer_.expires_at(
            microseconds == UINT64_MAX
                ? asio::steady_timer::time_point::max()
                : asio::steady_timer::time_point{std::chrono::microseconds{microseconds}});
        using Descriptor = asio::posix::stream_descriptor;
        if ((sd_bus_get_events(bus_) & POLLOUT) != 0)
            co_await (readiness_.async_wait(Descriptor::wait_read, quiet) ||
                      readiness_.async_wait(Descriptor::wait_write, quiet) ||
                      timer_.async_wait(quiet));
        else
            co_await (readiness_.async_wait(Descriptor::wait_read, quiet) ||
                      timer_.async_wait(quiet));
    }

    sd_bus* bus_;
    asio::posix::stream_descriptor readiness_;
    asio::steady_timer timer_;
    int lock_ = -1;
    std::deque<SleepSignal> announced_;  ///< Of one reading of the bus: a few.
};

}  // namespace

std::unique_ptr<SleepSignals> open_logind(const asio::any_io_executor& executor) {
    sd_bus* bus = nullptr;
    if (sd_bus_open_system(&bus) < 0) return nullptr;
    auto logind = std::make_unique<Logind>(executor, bus);
    if (!logind->start()) return nullptr;
    return logind;
}

}  // namespace earshot::power
