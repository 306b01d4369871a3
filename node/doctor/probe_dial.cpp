#include <netinet/in.h>
#include <netinet/ip.h>

#include <algorithm>
#include <array>
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

using udp = asio::ip::udp;

constexpr std::uint16_t discard_port = 9;
constexpr std::size_t headers_v4 = 28;  // Of IP and UDP.
constexpr std::size_t headers_v6 = 48;
constexpr int tries = 3;
constexpr Duration answer_max = std::chrono::milliseconds{300};

enum class Sent : std::uint8_t { came_through, is_too_large, silent };

boost::system::error_code open_towards(udp::socket& socket, const Address& address) {
    const udp::endpoint there{address_of(address), discard_port};
    boost::system::error_code error;
    socket.open(there.protocol(), error);
    if (!error) socket.connect(there, error);
    return error;
}

/// What the other side's refusal says of the packet before it.
asio::awaitable<bool> is_refused(udp::socket& socket) {
    std::array<std::byte, 1> nothing{};
    const auto [error, size] =
        co_await socket.async_receive(asio::buffer(nothing), asio::as_tuple(asio::use_awaitable));
    co_return error == asio::error::connection_refused;
}

/// In one piece, whatever this computer believes of the path.
asio::awaitable<Sent> send_whole(Address address, std::size_t packet_bytes) {
    udp::socket socket{co_await asio::this_coro::executor};
    if (open_towards(socket, address)) co_return Sent::silent;
    const bool is_v4 = address.is_v4();
    const int whole = is_v4 ? IP_PMTUDISC_PROBE : IPV6_PMTUDISC_PROBE;
    if (::setsockopt(socket.native_handle(), is_v4 ? IPPROTO_IP : IPPROTO_IPV6,
                     is_v4 ? IP_MTU_DISCOVER : IPV6_MTU_DISCOVER, &whole, sizeof whole) != 0)
        co_return Sent::silent;
    const Bytes payload(packet_bytes - (is_v4 ? headers_v4 : headers_v6));
    boost::system::error_code error;
    socket.send(asio::buffer(payload), 0, error);
    if (error == asio::error::message_size) co_return Sent::is_too_large;
    if (error) co_return Sent::silent;
    const auto refused = co_await runtime::within(answer_max, is_refused(socket));
    co_return refused.value_or(false) ? Sent::came_through : Sent::silent;
}

std::size_t known_mtu(const Address& address) {
    asio::io_context context;
    udp::socket socket{context};
    if (open_towards(socket, address)) return 0;
    int mtu = 0;
    socklen_t size = sizeof mtu;
    const bool is_v4 = address.is_v4();
    if (::getsockopt(socket.native_handle(), is_v4 ? IPPROTO_IP : IPPROTO_IPV6,
                     is_v4 ? IP_MTU : IPV6_MTU, &mtu, &size) != 0)
        return 0;
    return static_cast<std::size_t>(std::max(mtu, 0));
}

}  // namespace

asio::awaitable<Reached> dial(Endpoint endpoint) {
    tcp::socket socket{co_await asio::this_coro::executor};
    const tcp::endpoint there{address_of(endpoint.address), endpoint.port};
    const auto reached = co_await runtime::within(probe_max, connect(socket, there));
    co_return reached.value_or(Reached::no_answer);
}

asio::awaitable<PathFacts> look_at_path(Address address) {
    PathFacts path{.address = address};
    bool is_small_through = false;
    // Any packet may get lost: it takes three of one size, and answers to the other, to say that
    // the size is why.
    for (int i = 0; i < tries && path.largest == 0; ++i) {
        const auto usual = co_await send_whole(address, packet_usual);
        if (usual == Sent::came_through) path.largest = packet_usual;
        if (usual == Sent::is_too_large) break;
        if (usual == Sent::silent)
            is_small_through = co_await send_whole(address, packet_small) == Sent::came_through;
        if (usual == Sent::silent && !is_small_through) break;
    }
    if (path.largest == 0 && is_small_through) path.largest = packet_small;
    path.mtu = known_mtu(address);
    co_return path;
}

}  // namespace earshot::doctor
