#include "node/control/admission.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <string>

#include "core/base/limits.hpp"
#include "core/control/json_rpc.hpp"

namespace earshot::control {
namespace {

using Socket = boost::asio::local::stream_protocol::socket;

bool is_own_user(Socket& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == ::geteuid();
}

/// One line, as far as it fits: nobody waits for a client that is turned away.
void turn_away(Socket& socket, FailureKind kind, std::string_view message) {
    std::string line;
    append_failure(line, Json{}, Failure{kind, std::string{message}});
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(boost::asio::buffer(line), ignored);
}

}  // namespace

bool may_enter(Socket& socket, std::size_t clients, runtime::Log& log, Instant now) {
    if (!is_own_user(socket)) {
        log.limited(runtime::LogLevel::warning, "client refused", {{"reason", "another user"}},
                    now);
        return false;
    }
    if (clients >= limits::control_clients_max) {
        log.limited(runtime::LogLevel::warning, "client refused", {{"reason", "too many clients"}},
                    now);
        turn_away(socket, FailureKind::busy, "too many clients");
        return false;
    }
    return true;
}

}  // namespace earshot::control
