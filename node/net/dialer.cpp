#include "node/net/dialer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/limits.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::net {
namespace {

asio::awaitable<bool> connect_socket(tcp::socket& socket, tcp::endpoint endpoint) {
    auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    co_return !error;
}

}  // namespace

asio::awaitable<bool> connect(tcp::socket& socket, Endpoint endpoint) {
    const auto connected =
        co_await runtime::within(limits::dial_timeout, connect_socket(socket, to_asio(endpoint)));
    if (!connected.value_or(false)) co_return false;
    // On loopback a connection to a port nobody listens at can meet itself.
    boost::system::error_code error;
    const auto here = socket.local_endpoint(error);
    const auto there = socket.remote_endpoint(error);
    co_return !error && here != there;
}

}  // namespace earshot::net
