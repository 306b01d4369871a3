#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <set>
#include <string>

#include "node/doctor/probes.hpp"
#include "node/runtime/deadline.hpp"

namespace earshot::doctor {
namespace {

using udp = asio::ip::udp;

constexpr std::uint16_t mdns_port = 5353;
constexpr std::uint32_t mdns_group = 0xE00000FB;  // 224.0.0.251
/// Longer than any responder waits with an answer (RFC 6762, 6).
constexpr Duration listen_for = std::chrono::milliseconds{2500};
constexpr std::size_t computers_max = 256;

/// A question for everything that is announced; what every responder answers (RFC 6763, 9).
std::string question() {
    std::string packet(12, '\0');
    packet[5] = 1;  // One question.
    for (const std::string label : {"_services", "_dns-sd", "_udp", "local"})
        packet += static_cast<char>(label.size()) + label;
    packet += std::string{"\0\0\x0C\0\x01", 5};  // Root, PTR, IN.
    return packet;
}

template <class Value>
bool set_option(udp::socket& socket, int name, const Value& value) {
    return ::setsockopt(socket.native_handle(), IPPROTO_IP, name, &value, sizeof value) == 0;
}

ip_mreqn group_on(const discovery::Interface& interface) {
    ip_mreqn group{};
    group.imr_multiaddr.s_addr = htonl(mdns_group);
    group.imr_ifindex = static_cast<int>(interface.index);
    return group;
}

bool open(udp::socket& socket) {
    boost::system::error_code error;
    socket.open(udp::v4(), error);
    if (error) return false;
    // Every socket at this port hears multicasts; avahi's are there too.
    socket.set_option(udp::socket::reuse_address{true}, error);
    const int on = 1;
    (void)::setsockopt(socket.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    socket.bind({asio::ip::address_v4::any(), mdns_port}, error);
    return !error;
}

asio::awaitable<void> listen(udp::socket& socket, const std::set<asio::ip::address>& own,
                             MulticastFacts& facts) {
    std::set<asio::ip::address> heard;
    std::array<char, 9000> buffer;
    for (;;) {
        udp::endpoint from;
        auto [error, size] = co_await socket.async_receive_from(
            asio::buffer(buffer), from, asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        if (own.contains(from.address())) {
            facts.hears_itself = true;
        } else if (heard.size() < computers_max && heard.insert(from.address()).second) {
            facts.others = heard.size();
        }
    }
}

}  // namespace

asio::awaitable<MulticastFacts> listen_for_mdns(std::vector<discovery::Interface> interfaces) {
    MulticastFacts facts;
    udp::socket socket{co_await asio::this_coro::executor};
    if (!open(socket)) co_return facts;
    std::set<asio::ip::address> own;
    const auto packet = question();
    for (const auto& interface : interfaces) {
        for (const auto& each : interface.addresses)
            if (each.address.is_v4()) {
                boost::system::error_code error;
                own.insert(asio::ip::make_address(each.address.text(), error));
            }
        const auto group = group_on(interface);
        if (interface.is_loopback || !set_option(socket, IP_ADD_MEMBERSHIP, group)) continue;
        if (!set_option(socket, IP_MULTICAST_IF, group)) continue;
        facts.is_probed = true;
        boost::system::error_code ignored;
        socket.send_to(asio::buffer(packet), {asio::ip::address_v4{mdns_group}, mdns_port}, 0,
                       ignored);
    }
    if (facts.is_probed) (void)co_await runtime::within(listen_for, listen(socket, own, facts));
    co_return facts;
}

}  // namespace earshot::doctor
