#pragma once

#include <boost/asio/awaitable.hpp>

#include "core/base/endpoint.hpp"
#include "node/net/endpoints.hpp"

/// Opens connections.
namespace earshot::net {

/// Whether `socket`, which is not open yet and lives until this returns, got connected within
/// limits::dial_timeout. Why not makes no difference to whom is dialled next. Closing the socket
/// gives up.
asio::awaitable<bool> connect(tcp::socket& socket, Endpoint endpoint);

}  // namespace earshot::net
