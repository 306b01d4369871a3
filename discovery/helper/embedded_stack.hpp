#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "discovery/helper/stack.hpp"

/// Avahi's own mDNS stack (libavahi-core) inside this process, for computers without its daemon.
/// Needs no privileges. Never in one binary with libavahi-client: both export
/// avahi_entry_group_free, and the wrong one would be called.
namespace earshot::discovery::helper {

/// Null when no mDNS is possible here, as where a daemon keeps port 5353 to itself.
std::unique_ptr<Stack> make_embedded_stack(const boost::asio::any_io_executor& executor,
                                           const std::vector<std::string>& interfaces,
                                           StackEvents& events);

}  // namespace earshot::discovery::helper
