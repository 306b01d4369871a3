#include "discovery/broadcast_source.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstring>

#include "core/base/limits.hpp"
#include "discovery/link_watch.hpp"
#include "discovery/wakeup.hpp"

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator&&;
using asio::experimental::awaitable_operators::operator||;
using asio::ip::udp;
using std::chrono_literals::operator""s;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr std::array<std::chrono::seconds, 3> question_gaps{2s, 6s, 60s};
constexpr auto socket_retry = 60s;
/// Between two looks at whether to stop: a flood must not keep the thread.
constexpr int datagrams_at_once_max = 32;

Instant now() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<Duration>(since)};
}

sockaddr_in to_system(const Endpoint& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    std::memcpy(&address.sin_addr, endpoint.address.bytes.data() + 12, 4);
    return address;
}

Endpoint from_system(const sockaddr_in& address) {
    std::array<std::byte, 4> bytes;
    std::memcpy(bytes.data(), &address.sin_addr, bytes.size());
    return {Address::v4(bytes), ntohs(address.sin_port)};
}

void set_option(udp::socket& socket, int level, int option) {
    const int on = 1;
    (void)::setsockopt(socket.native_handle(), level, option, &on, sizeof on);
}

}  // namespace

struct BroadcastSource::Received {
    Endpoint from;
    std::uint32_t interface = 0;
    ByteView bytes;
};

BroadcastSource::BroadcastSource(const asio::any_io_executor& executor, BroadcastOptions options,
                                 Sightings& sightings)
    : options_(std::move(options)),
      sightings_(sightings),
      listener_(executor),
      asker_(executor),
      again_(executor),
      answers_(limits::broadcast_answer_interval, limits::broadcast_sources_max),
      sighted_(limits::broadcast_answer_interval, limits::broadcast_sources_max) {}

void BroadcastSource::show_on(const Audience& audience) {
    if (audience_ == audience) return;
    audience_ = audience;
    again_.notify();
}

SourceState BroadcastSource::state() const {
    if (!is_running_) return {std::string{name()}, "off"};
    const bool is_heard = announcement_ && listener_.is_open();
    return {std::string{name()}, is_heard ? "announced" : "listening"};
}

asio::awaitable<void> BroadcastSource::run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    is_running_ = true;
    refresh_interfaces();
    (void)open_asker();  // Before the first question.
    co_await (keep_receiving(listener_, &BroadcastSource::open_listener) ||
              keep_receiving(asker_, &BroadcastSource::open_asker) || ask());
    boost::system::error_code ignored;
    listener_.close(ignored);
    asker_.close(ignored);
    is_running_ = false;
}

bool BroadcastSource::open_listener() {
    boost::system::error_code error;
    listener_.close(error);
    listener_.open(udp::v4(), error);
    if (error) return false;
    // Other people's daemons on this computer listen on the same port. SO_REUSEPORT would let
    // only one user's do so.
    listener_.set_option(udp::socket::reuse_address{true}, error);
    set_option(listener_, IPPROTO_IP, IP_PKTINFO);
    listener_.bind({asio::ip::address_v4::any(), options_.port}, error);
    if (error) listener_.close(error);
    return listener_.is_open();
}

bool BroadcastSource::open_asker() {
    if (asker_.is_open()) return true;
    boost::system::error_code error;
    asker_.open(udp::v4(), error);
    if (error) return false;
    asker_.set_option(udp::socket::broadcast{true}, error);
    set_option(asker_, IPPROTO_IP, IP_PKTINFO);
    asker_.bind({asio::ip::address_v4::any(), 0}, error);
    if (error) asker_.close(error);
    return asker_.is_open();
}

/// A socket that cannot be had, as when another program keeps the port to itself, is tried again.
asio::awaitable<void> BroadcastSource::keep_receiving(udp::socket& socket,
                                                      bool (BroadcastSource::*open)()) {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    for (;;) {
        if ((this->*open)()) co_await receive(socket);
        if (is_cancelled(stop)) co_return;
        co_await pause_for(socket_retry);
        if (is_cancelled(stop)) co_return;
    }
}

/// Until the socket fails or until cancelled.
asio::awaitable<void> BroadcastSource::receive(udp::socket& socket) {
    for (;;) {
        const auto [error] = co_await socket.async_wait(udp::socket::wait_read, quiet);
        if (error) co_return;
        for (int i = 0; i < datagrams_at_once_max; ++i) {
            std::array<std::byte, limits::beacon_datagram_bytes + 1> bytes;
            alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in_pktinfo))> control{};
            sockaddr_in from{};
            iovec data{bytes.data(), bytes.size()};
            msghdr message{};
            message.msg_name = &from;
            message.msg_namelen = sizeof from;
            message.msg_iov = &data;
            message.msg_iovlen = 1;
            message.msg_control = control.data();
            message.msg_controllen = control.size();
            const auto size = ::recvmsg(socket.native_handle(), &message, MSG_DONTWAIT);
            if (size < 0) break;
            Received received{from_system(from), 0,
                              ByteView{bytes}.first(static_cast<std::size_t>(size))};
            for (auto* item = CMSG_FIRSTHDR(&message); item != nullptr;
                 item = CMSG_NXTHDR(&message, item)) {
                if (item->cmsg_level != IPPROTO_IP || item->cmsg_type != IP_PKTINFO) continue;
                in_pktinfo info{};
                std::memcpy(&info, CMSG_DATA(item), sizeof info);
                received.interface = static_cast<std::uint32_t>(info.ipi_ifindex);
            }
            on_datagram(socket, received);
        }
    }
}

asio::awaitable<void> BroadcastSource::ask() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto stop = co_await asio::this_coro::cancellation_state;
    LinkWatch links{co_await asio::this_coro::executor};
    std::size_t asked = 0;
    auto next = std::chrono::steady_clock::now();
    for (;;) {
        if (std::chrono::steady_clock::now() >= next) {
            ask_everywhere();
            next += question_gaps[std::min(asked, question_gaps.size() - 1)];
            ++asked;
        }
        bool is_told = false;
        co_await (pause_for(next - std::chrono::steady_clock::now()) || links.changed() ||
                  told_to_ask_again(is_told));
        if (is_cancelled(stop)) co_return;
        const auto before = interfaces_;
        refresh_interfaces();
        if (interfaces_ == before && !is_told) continue;
        asked = 0;  // Another network, or long ago: as after a start.
        next = std::chrono::steady_clock::now();
    }
}

asio::awaitable<void> BroadcastSource::told_to_ask_again(bool& is_told) {
    const auto stop = co_await asio::this_coro::cancellation_state;
    co_await again_.wait();
    is_told = !is_cancelled(stop);
}

void BroadcastSource::refresh_interfaces() {
    if (auto all = list_interfaces())
        interfaces_ = usable_interfaces(*std::move(all), options_.interfaces);
}

void BroadcastSource::ask_everywhere() {
    if (!options_.wants_more()) return;
    for (const auto& interface : interfaces_) {
        if (!interface.has_broadcast && !interface.is_loopback) continue;
        if (!audience_.includes(interface.name)) continue;  // A question tells who asks.
        for (const auto& own : interface.addresses) {
            // A network of one or two addresses has no broadcast address.
            if (!own.address.is_v4() || own.prefix_bits > 30) continue;
            send(asker_, DatagramKind::question, {broadcast_of(own), options_.port},
                 interface.index);
        }
    }
}

void BroadcastSource::on_datagram(udp::socket& socket, const Received& received) {
    const auto datagram = decode_datagram(received.bytes);
    if (!datagram) return;
    if (announcement_ && datagram->instance == announcement_->instance) return;
    const auto heard_on = std::ranges::find(interfaces_, received.interface, &Interface::index);
    if (heard_on == interfaces_.end() || !is_on_link(received.from.address, *heard_on)) return;
    const Endpoint endpoint{received.from.address, datagram->port};
    if (!is_worth_dialling(endpoint, *heard_on)) return;

    const bool is_question = datagram->kind == DatagramKind::question && &socket == &listener_;
    if (is_question && audience_.includes(heard_on->name) &&
        answers_.allow(received.from.address, now()))
        send(listener_, DatagramKind::answer, received.from, received.interface);
    if (!sighted_.allow(datagram->instance, now())) return;
    Sighting sighting{std::string{name()}, datagram->instance, {}, datagram->tags};
    sighting.endpoints.push_back(endpoint);
    sightings_.on_sighted(sighting);
}

/// Names the interface: without a default route the system would not find the way.
void BroadcastSource::send(udp::socket& socket, DatagramKind kind, const Endpoint& to,
                           std::uint32_t interface) {
    if (!announcement_) return;
    auto bytes =
        encode(Datagram{kind, announcement_->instance, announcement_->port, announcement_->tags});
    auto address = to_system(to);
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in_pktinfo))> control{};
    iovec data{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    auto* item = CMSG_FIRSTHDR(&message);
    item->cmsg_level = IPPROTO_IP;
    item->cmsg_type = IP_PKTINFO;
    item->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
    in_pktinfo info{};
    info.ipi_ifindex = static_cast<int>(interface);
    std::memcpy(CMSG_DATA(item), &info, sizeof info);
    // A datagram that is not sent is a datagram that is lost: the next one follows.
    (void)::sendmsg(socket.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace earshot::discovery
