#include "core/engine/host.hpp"

#include "tests/support/catch.hpp"

namespace earshot::engine {

using gossip::LinkEnd;
using link::ByeReason;
using link::Ended;
using link::EndReason;

TEST_CASE("the end of a link tells of death only where no goodbye explains it", "[host]") {
    CHECK(link_end({EndReason::silent, false, ByeReason::none}) == LinkEnd::silent);
    CHECK(link_end({EndReason::cut_off, false, ByeReason::none}) == LinkEnd::cut);
    CHECK(link_end({EndReason::closed_by_peer, true, ByeReason::trim}) == LinkEnd::parted);
    CHECK(link_end({EndReason::closed_by_peer, true, ByeReason::shutdown}) == LinkEnd::cut);
    CHECK(link_end({EndReason::malformed, false, ByeReason::none}) == LinkEnd::parted);
}

TEST_CASE("a goodbye of ours that nobody answered leaves open whether they are there", "[host]") {
    for (const auto why : {ByeReason::trim, ByeReason::aged}) {
        CHECK(link_end({EndReason::closed_here, true, why}) == LinkEnd::parted);
        CHECK(link_end({EndReason::closed_here, false, why}) == LinkEnd::cut);
    }
    // Another link tells of them, or we want to hear nothing of them, or we go ourselves.
    for (const auto why : {ByeReason::duplicate, ByeReason::refused, ByeReason::shutdown})
        CHECK(link_end({EndReason::closed_here, false, why}) == LinkEnd::parted);
}

}  // namespace earshot::engine
