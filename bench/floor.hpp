#pragma once

#include <cstddef>
#include <string>
#include <vector>

/// The least that "delivered" can cost here: two processes, sealed frames over one TCP connection,
/// and the three durable SQLite commits that one turn, one transaction needs (sender, receiver,
/// sender's acknowledgement). No engine, no link, no control socket, one table with one row a
/// message.
namespace earshot::bench {

/// Milliseconds of each of `rounds` messages of 256 bytes, one at a time.
std::vector<double> floor_latencies(const std::string& folder, std::size_t rounds);

struct StreamFigures {
    double per_second = 0;
    double sender_us = 0;  ///< Processor time per message.
    double receiver_us = 0;
};

/// The same pipelined: what is there shares a commit, and at most `window` are under way.
StreamFigures floor_stream(const std::string& folder, std::size_t messages, std::size_t window);

}  // namespace earshot::bench
