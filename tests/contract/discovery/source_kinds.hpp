#pragma once

#include "tests/contract/discovery/source_contract.hpp"

/// Every discovery source there is, set to the loopback interface.
namespace earshot::contract {

SourceKind embedded_mdns();
/// Chooses by itself; here there is no D-Bus.
SourceKind chosen_mdns();
/// Needs a system D-Bus and an Avahi daemon.
SourceKind daemon_mdns();
SourceKind broadcast();
SourceKind seeds();

}  // namespace earshot::contract
