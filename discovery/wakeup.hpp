#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

/// How one coroutine tells others on the same executor that something changed.
namespace earshot::discovery {

class Wakeup {
public:
    explicit Wakeup(const boost::asio::any_io_executor& executor)
        : timer_(executor, std::chrono::steady_clock::time_point::max()) {}

    /// Wakes everybody who waits, or the next who comes.
    void notify() {
        is_pending_ = true;
        timer_.cancel();
    }

    /// Returns after `notify`, or when cancelled.
    boost::asio::awaitable<void> wait() {
        if (!is_pending_)
            co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        is_pending_ = false;
    }

private:
    boost::asio::steady_timer timer_;
    bool is_pending_ = false;
};

/// Returns after that time, or when cancelled.
inline boost::asio::awaitable<void> pause_for(std::chrono::steady_clock::duration time) {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, time};
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

/// Whether a coroutine has been cancelled, which its loop asks after each wait. The state is taken
/// once, at the start, with `co_await boost::asio::this_coro::cancellation_state`. A function that
/// is awaited for it would be wrong: g++ 12.2 miscompiles `if (co_await ...)`.
inline bool is_cancelled(const boost::asio::cancellation_state& state) {
    return state.cancelled() != boost::asio::cancellation_type::none;
}

}  // namespace earshot::discovery
