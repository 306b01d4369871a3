#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>

#include "core/base/endpoint.hpp"
#include "node/net/endpoints.hpp"

/// Opens connections.
namespace earshot::net {

enum class Connected : std::uint8_t {
    yes,
    refused,  ///< A computer answered that nobody listens there.
    no,
};

/// Whether `socket`, which is not open yet and lives until this returns, got connected within
/// limits::dial_timeout. Closing the socket gives up.
asio::awaitable<Connected> connect(tcp::socket& socket, Endpoint endpoint);

}  // namespace earshot::net
