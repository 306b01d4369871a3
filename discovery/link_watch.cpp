#include "discovery/link_watch.hpp"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);
constexpr auto settle = 50ms;  ///< An interface that comes up is four messages or so.
constexpr auto blind_interval = 30s;

int open_netlink() {
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (fd < 0) return -1;
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE |
                        RTMGRP_IPV6_ROUTE;
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    ::close(fd);
    return -1;
}

}  // namespace

LinkWatch::LinkWatch(const asio::any_io_executor& executor) : socket_(executor) {
    const int fd = open_netlink();
    if (fd < 0) return;
    boost::system::error_code not_watched;
    socket_.assign(fd, not_watched);
    if (not_watched) ::close(fd);
}

asio::awaitable<void> LinkWatch::changed() {
    asio::steady_timer timer{socket_.get_executor()};
    if (!socket_.is_open()) {
        timer.expires_after(blind_interval);
        co_await timer.async_wait(quiet);
        co_return;
    }
    const auto [error] =
        co_await socket_.async_wait(asio::posix::descriptor_base::wait_read, quiet);
    if (error) {
        // Whoever asks again at once, for nothing, is made to wait from now on.
        boost::system::error_code ignored;
        if (error != asio::error::operation_aborted) socket_.close(ignored);
        co_return;
    }
    timer.expires_after(settle);
    co_await timer.async_wait(quiet);
    drain();
}

void LinkWatch::drain() {
    std::array<std::byte, 8192> ignored;
    // An overrun (ENOBUFS) is a change like any other: the caller looks at everything anyway.
    for (;;) {
        if (::recv(socket_.native_handle(), ignored.data(), ignored.size(), 0) >= 0) continue;
        if (errno != ENOBUFS && errno != EINTR) return;
    }
}

}  // namespace earshot::discovery
