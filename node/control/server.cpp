#include "node/control/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "core/base/limits.hpp"
#include "node/control/admission.hpp"
#include "node/runtime/clock.hpp"

namespace earshot::control {
namespace {

constexpr std::size_t scratch_bytes = 64 * 1024;
constexpr auto use_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const asio::any_io_executor& executor,
                                             const ProfilePlaces& places, const SessionParts& parts,
                                             std::vector<runtime::Descriptor> given) {
    EARSHOT_TRY(auto place, SocketPlace::open(places, std::move(given)));
    return open(executor, std::move(place), parts);
}

std::unique_ptr<Server> Server::open(const asio::any_io_executor& executor, SocketPlace place,
                                     const SessionParts& parts) {
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
    if (!may_enter(socket, sessions_.size(), parts_.log, runtime::now().steady)) return;
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
