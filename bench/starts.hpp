#pragma once

#include <string>

/// What a daemon costs that has nothing to do: to start, to find its neighbour by mDNS, to wait.
namespace earshot::bench {

/// `program` is the path of earshot-daemon.
void measure_starts(const std::string& program);
void measure_idle(const std::string& program);

}  // namespace earshot::bench
