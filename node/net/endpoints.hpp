#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "core/base/endpoint.hpp"

/// Endpoints as Asio wants them and back. IPv4 goes out as IPv4, not as a mapped address.
namespace earshot::net {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

tcp::endpoint to_asio(const Endpoint& endpoint);
Endpoint from_asio(const tcp::endpoint& endpoint);

/// What every connection of ours wants: small frames leave at once, and bytes that nobody
/// acknowledges for 20 s end the connection (RFC 5482). Errors are ignored: it works without.
void tune(tcp::socket& socket);

}  // namespace earshot::net
