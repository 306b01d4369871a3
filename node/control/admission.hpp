#pragma once

#include <boost/asio/local/stream_protocol.hpp>
#include <cstddef>

#include "core/base/time.hpp"
#include "node/runtime/log.hpp"

/// Who may come in at the control socket.
namespace earshot::control {

/// Only processes of the same user, and at most limits::control_clients_max of them. Who is one too
/// many is told so.
bool may_enter(boost::asio::local::stream_protocol::socket& socket, std::size_t clients,
               runtime::Log& log, Instant now);

}  // namespace earshot::control
