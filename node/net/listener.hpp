#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/base/endpoint.hpp"
#include "core/base/result.hpp"
#include "node/net/endpoints.hpp"
#include "node/runtime/log.hpp"

/// Accepts TCP connections. Both IP versions through one socket where the computer has IPv6.
namespace earshot::net {

class Listener {
public:
    /// Gets every connection; the remote address of an IPv4 peer is an IPv4 one.
    using OnAccepted = std::function<void(tcp::socket, const Endpoint& remote)>;

    /// At `fixed` or, without it, at limits::port_preferred, then the following ones, then at any
    /// free port: firewall profiles name the preferred ones. `conflict`: the port is taken. `io`:
    /// no such address, or no right to it. `log` outlives the listener.
    static Result<Listener> open(const asio::any_io_executor& executor,
                                 const std::optional<Endpoint>& fixed, runtime::Log& log);

    std::uint16_t port() const;

    /// Until cancelled or closed. While the system gives it no connections, for lack of descriptors
    /// perhaps, it asks again from time to time.
    asio::awaitable<void> run(OnAccepted on_accepted);
    /// New connections are refused from now on.
    void close();

private:
    Listener(tcp::acceptor acceptor, runtime::Log& log)
        : acceptor_(std::move(acceptor)), log_(&log) {}

    tcp::acceptor acceptor_;
    runtime::Log* log_;
};

}  // namespace earshot::net
