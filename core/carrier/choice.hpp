#pragma once

#include <vector>

#include "core/base/ids.hpp"

/// Who carries for whom.
namespace earshot::carrier {

/// Candidates, best first: by the hash of both (rendezvous hashing), so that all who write to the
/// same person choose the same carriers as far as they know the same ones, and few change when one
/// goes.
std::vector<DeviceId> ranked(const DeviceId& recipient, const std::vector<DeviceId>& candidates);

}  // namespace earshot::carrier
