#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// The least that "delivered" can cost here: two processes, one TCP round trip of sealed frames,
/// and the three durable SQLite commits that one turn, one transaction needs (sender, receiver,
/// sender's acknowledgement). No engine, no link, no control socket.
namespace earshot::bench {

/// Milliseconds of each of `rounds` messages of 256 bytes.
std::vector<double> floor_latencies(const std::string& folder, std::size_t rounds);

}  // namespace earshot::bench
