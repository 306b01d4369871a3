#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "node/doctor/facts.hpp"

/// What nftables lets in. iptables, ufw and firewalld all end up there. Pure.
namespace earshot::doctor {

/// `ruleset`: what `nft -j list ruleset` prints. Whether somebody's first packet to this TCP port
/// is dropped; by which chain. A rough reading: rules about the state of connections are passed
/// over, of several conditions in one rule only the port counts.
FirewallFacts read_ruleset(std::string_view ruleset, std::uint16_t port);

}  // namespace earshot::doctor
