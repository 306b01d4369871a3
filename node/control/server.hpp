#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstddef>
#include <list>
#include <memory>
#include <vector>

#include "core/base/result.hpp"
#include "core/control/paths.hpp"
#include "node/control/session.hpp"
#include "node/control/socket_place.hpp"
#include "node/runtime/task_group.hpp"

/// Accepts clients at the control socket: at most limits::control_clients_max, only processes of
/// the same user. Confined to its executor's thread.
namespace earshot::control {

class Server {
public:
    /// At a socket that a supervisor `given`, or else at its own. Errors are those of
    /// SocketPlace.
    static Result<std::unique_ptr<Server>> open(const asio::any_io_executor& executor,
                                                const ProfilePlaces& places,
                                                const SessionParts& parts,
                                                std::vector<runtime::Descriptor> given = {});

    /// At a place where clients may be waiting already.
    static std::unique_ptr<Server> open(const asio::any_io_executor& executor, SocketPlace place,
                                        const SessionParts& parts);

    /// Until `stop` or cancelled.
    asio::awaitable<void> run();

    /// Accepts nobody any more; clients get the answers under way and what is queued.
    void stop();
    void cancel();  ///< Ends what `stop` did not end in time.
    asio::awaitable<void> join();

    std::size_t clients() const noexcept { return sessions_.size(); }

private:
    using Acceptor = asio::local::stream_protocol::acceptor;

    Server(const asio::any_io_executor& executor, SocketPlace place, const SessionParts& parts);

    void admit(Session::Socket socket);
    asio::awaitable<void> run_session(std::shared_ptr<Session> session);

    SocketPlace place_;
    SessionParts parts_;
    Acceptor acceptor_;
    std::vector<char> scratch_;
    conversation::Focus::Client admitted_ = 0;      ///< Clients so far.
    std::list<std::shared_ptr<Session>> sessions_;  // Shared: see Session.
    runtime::TaskGroup tasks_;
};

}  // namespace earshot::control
