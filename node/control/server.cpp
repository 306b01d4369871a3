#include "node/control/server.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "core/base/limits.hpp"
#include "node/runtime/clock.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t scratch_bytes = 64 * 1024;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

bool is_own_user(Session::Socket& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

/// One line, as far as it fits: nobody waits for a client that is turned away.
void turn_away(Session::Socket& socket, FailureKind kind, std::string_view message) {
    std::string line;
    append_failure(line, Json{}, Failure{kind, std::string{message}});
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(line), ignored);
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const asio::any_io_executor& executor,
                                             const ProfilePlaces& places, const SessionParts& parts,
                                             std::vector<runtime::Descriptor> given) {
    EARSHOT_TRY(auto place, given.empty() ? SocketPlace::open(places)
                                          : SocketPlace::adopt(places, std::move(given)));
    struct Opened : Server {
        Opened(const asio::any_io_executor& on, SocketPlace at, const SessionParts& with)
            : Server(on, std::move(at), with) {}
    };
    std::unique_ptr<Server> server = std::make_unique<Opened>(executor, std::move(place), parts);
    return server;
}

Server::Server(const asio::any_io_executor& executor, SocketPlace place, const SessionParts& parts)
    : place_(std::move(place)),
      parts_(parts),
      acceptor_(executor, asio::local::stream_protocol{}, place_.take_socket()),
      scratch_(scratch_bytes),
      tasks_(executor, [this](std::string_view task, std::exception_ptr) {
          parts_.log.error("task failed", {{"task", task}});
      }) {}

asio::awaitable<void> Server::run() {
    asio::steady_timer pause(acceptor_.get_executor());
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(use_tuple);
        if (!error) {
            admit(std::move(socket));
            continue;
        }
        if (error == asio::error::operation_aborted) co_return;
        pause.expires_after(limits::accept_pause);
        co_await pause.async_wait(use_tuple);
    }
}

void Server::admit(Session::Socket socket) {
    const auto now = runtime::now().steady;
    if (!is_own_user(socket)) {
        parts_.log.limited(runtime::LogLevel::warning, "client refused",
                           {{"reason", "another user"}}, now);
        return;
    }
    if (sessions_.size() >= limits::control_clients_max) {
        parts_.log.limited(runtime::LogLevel::warning, "client refused",
                           {{"reason", "too many clients"}}, now);
        turn_away(socket, FailureKind::busy, "too many clients");
        return;
    }
    auto session = std::make_shared<Session>(std::move(socket), parts_, scratch_, ++admitted_);
    sessions_.push_back(session);
    tasks_.start("client", run_session(std::move(session)));
}

asio::awaitable<void> Server::run_session(std::shared_ptr<Session> session) {
    std::exception_ptr failure;
    try {
        co_await session->run();
    } catch (...) {
        failure = std::current_exception();
    }
    sessions_.remove(session);
    if (failure) std::rethrow_exception(failure);
}

void Server::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    place_.remove();
    for (const auto& session : sessions_) session->finish();
}

void Server::cancel() { tasks_.cancel(); }

asio::awaitable<void> Server::join() { return tasks_.join(); }

}  // namespace earshot::control
