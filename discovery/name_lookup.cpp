#include "discovery/name_lookup.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>

#include "core/base/limits.hpp"
#include "discovery/wakeup.hpp"

namespace earshot::discovery {
namespace {

namespace asio = boost::asio;
using asio::experimental::awaitable_operators::operator||;
using Socket = asio::local::stream_protocol::socket;

/// An address as it comes out of the thread: 16 bytes and the scope.
using Answer = std::array<std::byte, 20>;

Answer answer_of(const addrinfo& found) {
    Answer answer{};
    if (found.ai_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, found.ai_addr, sizeof v4);
        std::array<std::byte, 4> bytes;
        std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
        const auto address = Address::v4(bytes);
        std::ranges::copy(address.bytes, answer.begin());
    } else {
        sockaddr_in6 v6{};
        std::memcpy(&v6, found.ai_addr, sizeof v6);
        std::memcpy(answer.data(), &v6.sin6_addr, 16);
        std::memcpy(answer.data() + 16, &v6.sin6_scope_id, 4);
    }
    return answer;
}

/// Runs in a thread of its own and shares nothing with the rest but its end of a socket.
void answer_on(int fd, const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* raw = nullptr;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &raw) == 0) {
        const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list{raw, &freeaddrinfo};
        for (const auto* found = list.get(); found != nullptr; found = found->ai_next) {
            if (found->ai_family != AF_INET && found->ai_family != AF_INET6) continue;
            const auto answer = answer_of(*found);
            (void)::send(fd, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        }
    }
    ::close(fd);
}

asio::awaitable<void> read_all(Socket& socket, std::vector<Answer>& answers) {
    while (answers.size() < limits::addresses_per_candidate_max) {
        Answer answer;
        const auto [error, size] = co_await asio::async_read(socket, asio::buffer(answer),
                                                             asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        answers.push_back(answer);
    }
}

}  // namespace

asio::awaitable<std::vector<Endpoint>> look_up(std::string host, std::uint16_t port) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        co_return std::vector<Endpoint>{};
    const auto executor = co_await asio::this_coro::executor;
    Socket socket{executor, asio::local::stream_protocol{}, ends[0]};
    try {
        // tidy(thread): getaddrinfo blocks for seconds, and nobody may have to wait
        // for it. Abandoned, it writes to a closed socket.
        std::thread{answer_on, ends[1], host}.detach();
    } catch (const std::system_error&) {
        ::close(ends[1]);
        co_return std::vector<Endpoint>{};
    }

    std::vector<Answer> answers;
    co_await (read_all(socket, answers) || pause_for(limits::name_lookup_max));
    std::vector<Endpoint> endpoints;
    for (const auto& answer : answers) {
        Endpoint endpoint;
        endpoint.port = port;
        std::copy_n(answer.begin(), endpoint.address.bytes.size(), endpoint.address.bytes.begin());
        if (endpoint.address.is_link_local() && !endpoint.address.is_v4())
            std::memcpy(&endpoint.address.scope, answer.data() + 16, 4);
        if (!endpoint.address.is_unspecified()) endpoints.push_back(endpoint);
    }
    co_return endpoints;
}

}  // namespace earshot::discovery
