#pragma once

#include <cstdint>
#include <map>

#include "core/base/bytes.hpp"

/// How an object grows: whatever a newer Earshot adds, under a number of its own. An object that
/// may grow has one as its last member and keeps unknown entries, so that they travel on verbatim.
/// docs/PROTOCOL.md, "How the protocol grows". Typed access: archive.hpp.
namespace earshot::wire {

using Extensions = std::map<std::uint16_t, Bytes>;

}  // namespace earshot::wire
