#pragma once

#include <map>
#include <memory>
#include <string>

#include "tests/sim/invariant.hpp"

/// How long what people write is under way, while a crowd comes and while it is quiet: what gossip
/// sends must not keep it waiting.
namespace earshot::sim {

/// Of a plan of `Measurement::crowd`: everybody who writes has one partner. `figures` outlives it.
std::unique_ptr<Invariant> chat_meter(const Plan& plan, std::map<std::string, double>& figures);

}  // namespace earshot::sim
