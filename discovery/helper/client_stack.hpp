#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "discovery/helper/stack.hpp"

/// The system's Avahi daemon, through libavahi-client and D-Bus. In a process of its own because
/// that library waits for D-Bus answers: a daemon that is stopped or busy with a storm of packets
/// would hold up every message. Never in one binary with libavahi-core: both export
/// avahi_entry_group_free, and the wrong one would be called.
namespace earshot::discovery::helper {

/// Null when there is no system D-Bus. When there is one but no daemon, waits for the daemon.
std::unique_ptr<Stack> make_client_stack(const boost::asio::any_io_executor& executor,
                                         StackEvents& events);

}  // namespace earshot::discovery::helper
