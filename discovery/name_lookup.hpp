#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/endpoint.hpp"

/// Looks up a host name as the system does, without ever holding up this process: the system's
/// resolver can block for half a minute on a network without name servers, and Asio's resolver
/// would make the end of the program wait for it.
namespace earshot::discovery {

/// No endpoints when the name is not known, when limits::name_lookup_max is over, or when
/// cancelled. At most limits::addresses_per_candidate_max.
boost::asio::awaitable<std::vector<Endpoint>> look_up(std::string host, std::uint16_t port);

}  // namespace earshot::discovery
