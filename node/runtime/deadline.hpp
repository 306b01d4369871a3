#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "core/base/time.hpp"

/// The one way to time out. (Boost 1.81's Asio has no cancel_after.)
namespace earshot::runtime {

namespace asio = boost::asio;

/// What `operation` returns, or nothing when `limit` passed first; the operation is then cancelled
/// and has ended before this returns. Its exceptions pass through. `T` is default constructible.
template <class T>
asio::awaitable<std::optional<T>> within(Duration limit, asio::awaitable<T> operation) {
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(operation), asio::deferred),
        timer.async_wait(asio::deferred));
    auto [order, failure, value, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool timed_out = order[0] == 1 && !timer_error;
    if (timed_out) co_return std::nullopt;
    if (failure) std::rethrow_exception(failure);
    co_return std::optional<T>(std::move(value));
}

/// The same for an operation without a result: whether it ended in time.
inline asio::awaitable<bool> within(Duration limit, asio::awaitable<void> operation) {
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(operation), asio::deferred),
        timer.async_wait(asio::deferred));
    auto [order, failure, timer_error] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool timed_out = order[0] == 1 && !timer_error;
    if (timed_out) co_return false;
    if (failure) std::rethrow_exception(failure);
    co_return true;
}

}  // namespace earshot::runtime
