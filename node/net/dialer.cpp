#include "node/net/dialer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/limits.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::net {
namespace {

asio::awaitable<Connected> connect_socket(tcp::socket& socket, tcp::endpoint endpoint) {
    auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::connection_refused) co_return Connected::refused;
    co_return error ? Connected::no : Connected::yes;
}

}  // namespace

asio::awaitable<Connected> connect(tcp::socket& socket, Endpoint endpoint) {
    const auto result =
        co_await runtime::within(limits::dial_timeout, connect_socket(socket, to_asio(endpoint)));
    const auto connected = result.value_or(Connected::no);
    if (connected != Connected::yes) co_return connected;
    // On loopback a connection to a port nobody listens at can meet itself.
    boost::system::error_code error;
    const auto here = socket.local_endpoint(error);
    const auto there = socket.remote_endpoint(error);
    if (error) co_return Connected::no;
    co_return here == there ? Connected::refused : Connected::yes;
}

}  // namespace earshot::net
