#pragma once

#include <cstddef>
#include <string>

/// Messages between two real daemons beside the floor of the same run and, where it is installed,
/// beside libtoxcore.
namespace earshot::bench {

/// `programs` is the folder of earshot-daemon and, perhaps, tox-bench.
void measure_messages(const std::string& programs, std::size_t stream_messages);

}  // namespace earshot::bench
