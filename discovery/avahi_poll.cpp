#include "discovery/avahi_poll.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cassert>
#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <optional>

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

// Avahi declares these two in the global namespace and leaves their content to the loop.
struct AvahiWatch {
    const AvahiPoll* api;
    int fd;  ///< Avahi's, for its callback.
    /// A duplicate: libdbus asks for two watches on one descriptor, which epoll refuses.
    asio::posix::stream_descriptor descriptor;
    short wanted;
    AvahiWatchCallback callback;
    void* userdata;
    short happened = 0;  ///< Not 0 only during the callback.
    bool waits_to_read = false;
    bool waits_to_write = false;
    bool is_freed = false;
};

struct AvahiTimeout {
    const AvahiPoll* api;
    std::optional<Clock::time_point> due;
    AvahiTimeoutCallback callback;
    void* userdata;
    std::uint64_t set_in_round = 0;
};

namespace earshot::discovery {
namespace {

using WaitType = asio::posix::descriptor_base::wait_type;

/// Avahi counts wall-clock time, {0, 0} is now and null is never.
std::optional<Clock::time_point> steady(const timeval* at) {
    if (at == nullptr) return std::nullopt;
    timeval now{};
    gettimeofday(&now, nullptr);
    const auto seconds = std::chrono::seconds{at->tv_sec - now.tv_sec};
    const auto delay = seconds + std::chrono::microseconds{at->tv_usec - now.tv_usec};
    // A wall clock that was set back meanwhile must not put Avahi to sleep for a year.
    constexpr std::chrono::microseconds delay_max = std::chrono::hours{24};
    return Clock::now() +
           std::clamp<std::chrono::microseconds>(delay, std::chrono::microseconds{0}, delay_max);
}

void raise_receive_buffer(int fd, int bytes) {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM)
        (void)::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

}  // namespace

struct AvahiPoll::Loop : std::enable_shared_from_this<AvahiPoll::Loop> {
    Loop(const asio::any_io_executor& executor, std::size_t buffer)
        : timer(executor), receive_buffer_bytes(static_cast<int>(buffer)) {}

    void arm(const std::shared_ptr<AvahiWatch>& watch);
    void wait(const std::shared_ptr<AvahiWatch>& watch, WaitType type, bool AvahiWatch::*pending);
    void on_ready(const std::shared_ptr<AvahiWatch>& watch);
    void plan();
    void set_timer();
    void on_timer();

    ::AvahiPoll table{};
    asio::steady_timer timer;
    int receive_buffer_bytes;
    std::map<AvahiWatch*, std::shared_ptr<AvahiWatch>> watches;
    std::list<AvahiTimeout> timeouts;
    std::optional<Clock::time_point> armed;
    bool is_planned = false;
    std::uint64_t round = 1;
};

void AvahiPoll::Loop::arm(const std::shared_ptr<AvahiWatch>& watch) {
    if ((watch->wanted & POLLIN) != 0) wait(watch, WaitType::wait_read, &AvahiWatch::waits_to_read);
    if ((watch->wanted & POLLOUT) != 0)
        wait(watch, WaitType::wait_write, &AvahiWatch::waits_to_write);
}

void AvahiPoll::Loop::wait(const std::shared_ptr<AvahiWatch>& watch, WaitType type,
                           bool AvahiWatch::*pending) {
    if (*watch.*pending || !watch->descriptor.is_open()) return;
    *watch.*pending = true;
    watch->descriptor.async_wait(type, [loop = weak_from_this(), weak = std::weak_ptr{watch},
                                        pending](const boost::system::error_code& error) {
        const auto self = loop.lock();
        const auto ready = weak.lock();
        if (!self || !ready || ready->is_freed) return;
        *ready.*pending = false;
        if (!error) self->on_ready(ready);
    });
}

void AvahiPoll::Loop::on_ready(const std::shared_ptr<AvahiWatch>& watch) {
    // Asio says only "readable"; libdbus wants to know about hang-ups and errors.
    pollfd state{watch->descriptor.native_handle(), watch->wanted, 0};
    if (::poll(&state, 1, 0) > 0 && watch->wanted != 0) {
        watch->happened = state.revents;
        watch->callback(watch.get(), watch->fd, static_cast<AvahiWatchEvent>(state.revents),
                        watch->userdata);
        watch->happened = 0;
    }
    if (!watch->is_freed) arm(watch);
}

/// One timer for all timeouts, set at most once for all the changes of one step and only when it
/// would ring too late: a timer for each is half of Avahi's processor time.
void AvahiPoll::Loop::plan() {
    if (std::exchange(is_planned, true)) return;
    asio::post(timer.get_executor(), [weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->is_planned = false;
            self->set_timer();
        }
    });
}

void AvahiPoll::Loop::set_timer() {
    std::optional<Clock::time_point> earliest;
    for (const auto& timeout : timeouts)
        if (timeout.due && (!earliest || *timeout.due < *earliest)) earliest = timeout.due;
    if (!earliest || (armed && *armed <= *earliest)) return;
    armed = earliest;
    timer.expires_at(*earliest);
    timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (self && !error) self->on_timer();
    });
}

void AvahiPoll::Loop::on_timer() {
    armed.reset();
    ++round;
    const auto now = Clock::now();
    // A callback may free any timeout, and set any again: those wait for the next round.
    const auto is_due = [&](const AvahiTimeout& timeout) {
        return timeout.due && *timeout.due <= now && timeout.set_in_round < round;
    };
    for (auto it = std::ranges::find_if(timeouts, is_due); it != timeouts.end();
         it = std::ranges::find_if(timeouts, is_due)) {
        it->due.reset();
        it->callback(&*it, it->userdata);
    }
    set_timer();
}

AvahiPoll::AvahiPoll(const asio::any_io_executor& executor, std::size_t receive_buffer_bytes)
    : loop_(std::make_shared<Loop>(executor, receive_buffer_bytes)) {
    auto& table = loop_->table;
    table.userdata = loop_.get();
    table.watch_new = [](const ::AvahiPoll* api, int fd, AvahiWatchEvent events,
                         AvahiWatchCallback callback, void* userdata) -> AvahiWatch* {
        auto* loop = static_cast<Loop*>(api->userdata);
        const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (copy < 0) return nullptr;
        if (loop->receive_buffer_bytes > 0) raise_receive_buffer(fd, loop->receive_buffer_bytes);
        asio::posix::stream_descriptor descriptor{loop->timer.get_executor(), copy};
        const auto watch = std::make_shared<AvahiWatch>(AvahiWatch{
            api, fd, std::move(descriptor), static_cast<short>(events), callback, userdata});
        loop->watches.emplace(watch.get(), watch);
        loop->arm(watch);
        return watch.get();
    };
    table.watch_update = [](AvahiWatch* watch, AvahiWatchEvent events) {
        auto* loop = static_cast<Loop*>(watch->api->userdata);
        watch->wanted = static_cast<short>(events);
        // During its own callback it is armed when that returns.
        if (watch->happened == 0) loop->arm(loop->watches.at(watch));
    };
    table.watch_get_events = [](AvahiWatch* watch) {
        return static_cast<AvahiWatchEvent>(watch->happened);
    };
    table.watch_free = [](AvahiWatch* watch) {
        auto* loop = static_cast<Loop*>(watch->api->userdata);
        watch->is_freed = true;
        // Closes only the duplicate. Erased last: it may own what `watch` points to.
        watch->descriptor.close();
        loop->watches.erase(watch);
    };
    table.timeout_new = [](const ::AvahiPoll* api, const timeval* at, AvahiTimeoutCallback callback,
                           void* userdata) -> AvahiTimeout* {
        auto* loop = static_cast<Loop*>(api->userdata);
        loop->timeouts.push_back(AvahiTimeout{api, steady(at), callback, userdata, loop->round});
        loop->plan();
        return &loop->timeouts.back();
    };
    table.timeout_update = [](AvahiTimeout* timeout, const timeval* at) {
        auto* loop = static_cast<Loop*>(timeout->api->userdata);
        timeout->due = steady(at);
        timeout->set_in_round = loop->round;
        loop->plan();
    };
    table.timeout_free = [](AvahiTimeout* timeout) {
        auto* loop = static_cast<Loop*>(timeout->api->userdata);
        std::erase_if(loop->timeouts,
                      [&](const AvahiTimeout& candidate) { return &candidate == timeout; });
    };
}

AvahiPoll::~AvahiPoll() = default;

const ::AvahiPoll* AvahiPoll::api() const { return &loop_->table; }

}  // namespace earshot::discovery
