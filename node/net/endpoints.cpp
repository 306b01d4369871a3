#include "node/net/endpoints.hpp"

#include <netinet/tcp.h>

#include <algorithm>
#include <boost/asio/detail/socket_option.hpp>

namespace earshot::net {
namespace {

constexpr int unacknowledged_max_ms = 20'000;
using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;

}  // namespace

tcp::endpoint to_asio(const Endpoint& endpoint) {
    const auto& address = endpoint.address;
    if (address.is_v4()) {
        asio::ip::address_v4::bytes_type quad{};
        std::transform(address.bytes.begin() + 12, address.bytes.end(), quad.begin(),
                       [](std::byte b) { return std::to_integer<unsigned char>(b); });
        return {asio::ip::address_v4{quad}, endpoint.port};
    }
    asio::ip::address_v6::bytes_type bytes{};
    std::ranges::transform(address.bytes, bytes.begin(),
                           [](std::byte b) { return std::to_integer<unsigned char>(b); });
    return {asio::ip::address_v6{bytes, address.scope}, endpoint.port};
}

Endpoint from_asio(const tcp::endpoint& endpoint) {
    const auto to_byte = [](unsigned char c) { return std::byte{c}; };
    Endpoint result;
    result.port = endpoint.port();
    if (endpoint.address().is_v4()) {
        std::array<std::byte, 4> quad{};
        std::ranges::transform(endpoint.address().to_v4().to_bytes(), quad.begin(), to_byte);
        result.address = Address::v4(quad);
        return result;
    }
    const auto v6 = endpoint.address().to_v6();
    std::ranges::transform(v6.to_bytes(), result.address.bytes.begin(), to_byte);
    result.address.scope = static_cast<std::uint32_t>(v6.scope_id());
    return result;
}

void tune(tcp::socket& socket) {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    socket.set_option(UserTimeout{unacknowledged_max_ms}, ignored);
}

}  // namespace earshot::net
