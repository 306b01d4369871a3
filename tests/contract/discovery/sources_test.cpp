#include <cstdlib>
#include <vector>

#include "tests/contract/discovery/source_contract.hpp"
#include "tests/contract/discovery/source_kinds.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/private_network.hpp"

namespace earshot::contract {
namespace {

/// All but the daemon's, which needs a daemon: daemon_test.py brings one.
void for_each_kind(void (*check)(const SourceKind&)) {
    (void)earshot::support::enter_private_network();
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", 1);
    for (const auto& kind : {embedded_mdns(), chosen_mdns(), broadcast(), seeds()}) {
        INFO("source: " << kind.name);
        check(kind);
    }
}

}  // namespace

TEST_CASE("every source: two computers find each other") { for_each_kind(check_finds_each_other); }

TEST_CASE("every source: nobody sights himself") { for_each_kind(check_never_sights_itself); }

TEST_CASE("every source: who has not announced himself finds others, and may do so later") {
    for_each_kind(check_listens_before_it_announces);
}

TEST_CASE("every source: cancelling ends it in time and says goodbye") {
    for_each_kind(check_ends_when_cancelled);
}

TEST_CASE("every source: one that was cancelled can be run again") {
    for_each_kind(check_can_be_run_again);
}

TEST_CASE("every source: one that is told to looks again at once") {
    for_each_kind(check_looks_again_when_told);
}

TEST_CASE("every source: one that is told not to look sees nobody, until it is told to") {
    for_each_kind(check_looks_only_while_told_to);
}

TEST_CASE("every source: hostile packets are not believed and break nothing for good") {
    for_each_kind(check_survives_hostile_input);
}

}  // namespace earshot::contract
