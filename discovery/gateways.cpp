#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <optional>

#include "core/base/limits.hpp"
#include "discovery/lans.hpp"

namespace earshot::discovery {
namespace {

constexpr std::uint16_t discard_port = 9;  // RFC 863: nobody answers.
constexpr std::size_t hardware_bytes_max = 32;

class Netlink {
public:
    Netlink() : fd_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE)) {}
    Netlink(const Netlink&) = delete;
    Netlink& operator=(const Netlink&) = delete;
    ~Netlink() {
        if (fd_ >= 0) ::close(fd_);
    }

    /// Everything of one kind; the kernel answers before this returns.
    template <class Header>
    bool dump(std::uint16_t type, const std::function<void(const nlmsghdr&)>& on_message) {
        struct {
            nlmsghdr header;
            Header body;
        } request{};
        request.header.nlmsg_len = sizeof request;
        request.header.nlmsg_type = type;
        request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
        if (::send(fd_, &request, sizeof request, 0) != static_cast<ssize_t>(sizeof request))
            return false;
        alignas(nlmsghdr) std::array<char, 32768> buffer;
        for (;;) {
            auto left = static_cast<int>(::recv(fd_, buffer.data(), buffer.size(), 0));
            if (left <= 0) return false;
            const auto* message = reinterpret_cast<const nlmsghdr*>(buffer.data());
            for (; NLMSG_OK(message, static_cast<unsigned>(left));
                 message = NLMSG_NEXT(message, left)) {
                if (message->nlmsg_type == NLMSG_DONE) return true;
                if (message->nlmsg_type == NLMSG_ERROR) return false;
                on_message(*message);
            }
        }
    }

private:
    int fd_;
};

using Attributes = std::vector<std::pair<unsigned short, ByteView>>;

/// What follows the header of a message: its attributes.
template <class Header>
Attributes attributes_of(const nlmsghdr& message) {
    Attributes found;
    const auto* const begin = static_cast<const char*>(NLMSG_DATA(&message));
    const auto* attribute = reinterpret_cast<const rtattr*>(begin + NLMSG_ALIGN(sizeof(Header)));
    auto left = static_cast<int>(message.nlmsg_len - NLMSG_LENGTH(sizeof(Header)));
    for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
        const auto* const value = static_cast<const std::byte*>(RTA_DATA(attribute));
        found.emplace_back(attribute->rta_type,
                           ByteView{value, static_cast<std::size_t>(RTA_PAYLOAD(attribute))});
    }
    return found;
}

ByteView find(const Attributes& attributes, unsigned short type) {
    for (const auto& [each, value] : attributes)
        if (each == type) return value;
    return {};
}

std::optional<Address> address_of(ByteView bytes, std::uint32_t interface) {
    if (bytes.size() == 4) {
        std::array<std::byte, 4> v4;
        std::ranges::copy(bytes, v4.begin());
        return Address::v4(v4);
    }
    if (bytes.size() != 16) return std::nullopt;
    Address address;
    std::ranges::copy(bytes, address.bytes.begin());
    if (address.is_link_local()) address.scope = interface;
    return address;
}

std::optional<Gateway> gateway_of(const nlmsghdr& message) {
    if (message.nlmsg_type != RTM_NEWROUTE) return std::nullopt;
    const auto* const route = static_cast<const rtmsg*>(NLMSG_DATA(&message));
    if (route->rtm_dst_len != 0 || route->rtm_type != RTN_UNICAST) return std::nullopt;
    const auto attributes = attributes_of<rtmsg>(message);
    const auto interface = find(attributes, RTA_OIF);
    Gateway gateway;
    if (interface.size() != sizeof gateway.interface) return std::nullopt;
    std::memcpy(&gateway.interface, interface.data(), sizeof gateway.interface);
    const auto address = address_of(find(attributes, RTA_GATEWAY), gateway.interface);
    if (!address) return std::nullopt;
    gateway.address = *address;
    return gateway;
}

void note_neighbour(const nlmsghdr& message, std::vector<Gateway>& gateways) {
    if (message.nlmsg_type != RTM_NEWNEIGH) return;
    const auto* const neighbour = static_cast<const ndmsg*>(NLMSG_DATA(&message));
    if ((neighbour->ndm_state & (NUD_INCOMPLETE | NUD_FAILED)) != 0) return;
    const auto attributes = attributes_of<ndmsg>(message);
    const auto interface = static_cast<std::uint32_t>(neighbour->ndm_ifindex);
    const auto address = address_of(find(attributes, NDA_DST), interface);
    const auto hardware = find(attributes, NDA_LLADDR);
    if (!address || hardware.size() > hardware_bytes_max) return;
    for (auto& gateway : gateways)
        if (gateway.interface == interface && gateway.address == *address)
            gateway.hardware_address = to_bytes(hardware);
}

}  // namespace

Result<std::vector<Gateway>> list_gateways() {
    Netlink netlink;
    std::vector<Gateway> gateways;
    const bool has_routes = netlink.dump<rtmsg>(RTM_GETROUTE, [&](const nlmsghdr& message) {
        const auto gateway = gateway_of(message);
        if (gateway && gateways.size() < limits::interfaces_max) gateways.push_back(*gateway);
    });
    const bool has_neighbours =
        has_routes && netlink.dump<ndmsg>(RTM_GETNEIGH, [&](const nlmsghdr& message) {
            note_neighbour(message, gateways);
        });
    if (!has_neighbours) return Error{ErrorKind::io, "the system lists no routes"};
    std::ranges::stable_sort(gateways, {}, [](const Gateway& each) {
        return std::pair{each.interface, !each.address.is_v4()};
    });
    return gateways;
}

void ask_for(std::span<const Gateway> gateways) {
    for (const auto& gateway : gateways) {
        if (!gateway.hardware_address.empty()) continue;
        const int fd = ::socket(gateway.address.is_v4() ? AF_INET : AF_INET6,
                                SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0) continue;
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(discard_port);
        std::memcpy(&v4.sin_addr, gateway.address.bytes.data() + 12, sizeof v4.sin_addr);
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(discard_port);
        v6.sin6_scope_id = gateway.address.scope;
        std::memcpy(&v6.sin6_addr, gateway.address.bytes.data(), sizeof v6.sin6_addr);
        const bool is_v4 = gateway.address.is_v4();
        const auto* const to =
            is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
        (void)::sendto(fd, nullptr, 0, MSG_NOSIGNAL, to, is_v4 ? sizeof v4 : sizeof v6);
        ::close(fd);
    }
}

}  // namespace earshot::discovery
