#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <concepts>
#include <exception>
#include <tuple>
#include <utility>

/// Several coroutines that end together, such as the reader and the writer of one socket.
namespace earshot::runtime {

namespace asio = boost::asio;

/// Runs all; whichever ends first cancels the others, and all have ended before this returns. The
/// failure of the first is thrown; what those it cancelled throw is not.
template <std::same_as<asio::awaitable<void>>... Tasks>
asio::awaitable<void> race(asio::any_io_executor executor, Tasks... tasks) {
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(tasks), asio::deferred)...);
    auto result =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const auto first = std::get<0>(result)[0];
    const auto failures = std::apply(
        [](const auto&, auto... failure) {
            return std::array<std::exception_ptr, sizeof...(Tasks)>{failure...};
        },
        std::move(result));
    if (failures[first]) std::rethrow_exception(failures[first]);
}

}  // namespace earshot::runtime
