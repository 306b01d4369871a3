#include <netinet/in.h>
#include <netinet/ip.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "node/doctor/probes.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::doctor {
namespace {

using tcp = asio::ip::tcp;

asio::ip::address address_of(const Address& address) {
    if (address.is_v4()) {
        asio::ip::address_v4::bytes_type bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = std::to_integer<unsigned char>(address.bytes[12 + i]);
        return asio::ip::address_v4{bytes};
    }
    asio::ip::address_v6::bytes_type bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = std::to_integer<unsigned char>(address.bytes[i]);
    return asio::ip::address_v6{bytes, address.scope};
}

asio::awaitable<Reached> connect(tcp::socket& socket, tcp::endpoint endpoint) {
    auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    if (!error) co_return Reached::connected;
    if (error == asio::error::connection_refused) co_return Reached::refused;
    if (error == asio::error::timed_out || error == asio::error::operation_aborted)
        co_return Reached::no_answer;
    co_return Reached::unreachable;
}

}  // namespace

asio::awaitable<Reached> dial(Endpoint endpoint) {
    tcp::socket socket{co_await asio::this_coro::executor};
    const tcp::endpoint there{address_of(endpoint.address), endpoint.port};
    const auto reached = co_await runtime::within(probe_max, connect(socket, there));
    co_return reached.value_or(Reached::no_answer);
}

std::optional<std::size_t> path_mtu(const Address& address) {
    asio::io_context context;
    asio::ip::udp::socket socket{context};
    boost::system::error_code error;
    const asio::ip::udp::endpoint there{address_of(address), 9};
    socket.open(there.protocol(), error);
    if (!error) socket.connect(there, error);
    if (error) return std::nullopt;
    int mtu = 0;
    socklen_t size = sizeof mtu;
    const bool is_v4 = address.is_v4();
    if (::getsockopt(socket.native_handle(), is_v4 ? IPPROTO_IP : IPPROTO_IPV6,
                     is_v4 ? IP_MTU : IPV6_MTU, &mtu, &size) != 0 ||
        mtu <= 0)
        return std::nullopt;
    return static_cast<std::size_t>(mtu);
}

}  // namespace earshot::doctor
