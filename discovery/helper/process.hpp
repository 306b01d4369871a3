#pragma once

#include "discovery/helper/helper.hpp"

/// The process around a helper: gives up what it does not need, since anybody on the network may
/// send it packets, then serves the daemon at its standard input and output.
namespace earshot::discovery::helper {

/// For `main`, whose result it is. `make_stack` is called on the loop's executor.
int run_helper_process(
    const std::function<MakeStack(const boost::asio::any_io_executor&)>& make_stack);

}  // namespace earshot::discovery::helper
