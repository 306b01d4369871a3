#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <string>

#include "core/control/json_rpc.hpp"
#include "node/control/keeper.hpp"
#include "node/runtime/descriptor.hpp"
#include "node/runtime/log.hpp"
#include "node/runtime/task_group.hpp"

/// What listens at the control socket while the profile is locked. It answers `profile.state`,
/// `profile.unlock` and `daemon.stop`, and everything else with `locked`; one call of a client
/// after the other. Confined to its executor's thread.
namespace earshot::control {

namespace asio = boost::asio;

class LockedServer {
public:
    struct Parts {
        Keeper& keeper;
        runtime::Log& log;
        std::function<void()> on_stop;          ///< A client asked the daemon to end.
        std::string protection = "passphrase";  ///< As `profile.state` says it.
    };
    /// References outlive the server. `listening` is the lent socket of a place: clients who wait
    /// there when this ends are the next one's.
    LockedServer(const asio::any_io_executor& executor, runtime::Descriptor listening, Parts parts);

    /// Until `stop` or cancelled.
    asio::awaitable<void> run();

    /// Accepts nobody any more; answers calls under way if that is soon, then ends every
    /// connection.
    asio::awaitable<void> stop();

private:
    using Socket = asio::local::stream_protocol::socket;

    asio::awaitable<void> serve(Socket socket);
    asio::awaitable<std::string> answer_to(Message message, bool& is_greeted);
    asio::awaitable<Outcome> outcome_of(Request request, bool& is_greeted);
    asio::awaitable<Outcome> ask_keeper(Request request);
    asio::awaitable<void> all_answered();
    Outcome locked() const;

    Parts parts_;
    asio::local::stream_protocol::acceptor acceptor_;
    asio::steady_timer answered_;
    std::size_t under_way_ = 0;  ///< Calls that are not answered yet.
    bool is_stopping_ = false;
    runtime::TaskGroup tasks_;
};

}  // namespace earshot::control
