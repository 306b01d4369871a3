#include "node/net/listener.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "core/base/limits.hpp"
#include "node/runtime/clock.hpp"

namespace earshot::net {
namespace {

constexpr int waiting_connections_max = 128;  // In the kernel.
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

struct Attempt {
    tcp::acceptor acceptor;
    boost::system::error_code error;
};

/// Unspecified addresses mean both IP versions, unless the computer has only one.
Attempt listen_at(const asio::any_io_executor& executor, const Endpoint& endpoint) {
    Attempt attempt{tcp::acceptor(executor), {}};
    auto& [acceptor, error] = attempt;
    const bool any = endpoint.address.is_unspecified();
    auto local = any ? tcp::endpoint{tcp::v6(), endpoint.port} : to_asio(endpoint);
    acceptor.open(local.protocol(), error);
    if (error && any) {
        local = {tcp::v4(), endpoint.port};
        acceptor.open(local.protocol(), error);
    } else if (!error && any) {
        acceptor.set_option(asio::ip::v6_only{false}, error);
    }
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(local, error);
    if (!error) acceptor.listen(waiting_connections_max, error);
    if (!error) acceptor.non_blocking(true, error);
    return attempt;
}

/// It died before we took it (accept(2), "Error handling"): the next one may be well. Whatever else
/// there is may stay for a while, a lack of descriptors above all.
bool is_of_one_connection(const boost::system::error_code& error) {
    namespace errc = boost::system::errc;
    return error == errc::connection_aborted || error == errc::connection_reset ||
           error == errc::host_unreachable || error == errc::network_unreachable ||
           error == errc::network_down || error == errc::protocol_error ||
           error == errc::operation_not_permitted || error == errc::timed_out ||
           error == errc::interrupted;
}

}  // namespace

Result<Listener> Listener::open(const asio::any_io_executor& executor,
                                const std::optional<Endpoint>& fixed, runtime::Log& log) {
    if (fixed) {
        auto attempt = listen_at(executor, *fixed);
        if (!attempt.error) return Listener{std::move(attempt.acceptor), log};
        if (attempt.error == asio::error::address_in_use)
            return Error{ErrorKind::conflict, "the port is taken"};
        return Error{ErrorKind::io, "cannot listen at this address"};
    }
    Endpoint any;
    for (std::uint16_t i = 0; i < limits::ports_preferred; ++i) {
        any.port = static_cast<std::uint16_t>(limits::port_preferred + i);
        auto attempt = listen_at(executor, any);
        if (!attempt.error) return Listener{std::move(attempt.acceptor), log};
    }
    any.port = 0;
    auto attempt = listen_at(executor, any);
    if (!attempt.error) return Listener{std::move(attempt.acceptor), log};
    return Error{ErrorKind::io, "cannot listen at any port"};
}

std::uint16_t Listener::port() const {
    boost::system::error_code error;
    const auto local = acceptor_.local_endpoint(error);
    return error ? std::uint16_t{0} : local.port();
}

asio::awaitable<void> Listener::run(OnAccepted on_accepted) {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(use_tuple);
        if (!error) {
            boost::system::error_code gone;
            const auto remote = socket.remote_endpoint(gone);
            if (!gone) on_accepted(std::move(socket), from_asio(remote));
            continue;
        }
        if (error == asio::error::operation_aborted) co_return;
        if (is_of_one_connection(error)) continue;
        log_->limited(runtime::LogLevel::warning, "cannot accept", {{"reason", error.message()}},
                      runtime::now().steady);
        pause.expires_after(limits::accept_pause);
        co_await pause.async_wait(use_tuple);
    }
}

void Listener::close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

}  // namespace earshot::net
