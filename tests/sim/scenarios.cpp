#include "tests/sim/scenarios.hpp"

#include <array>

namespace earshot::sim {

std::span<const Scenario> scenarios() {
    static constexpr std::array<Scenario, 19> all{{
        {"lossy_pair", "a third of the packets is lost and connections break", lossy_pair},
        {"crash_restart", "processes die at any moment", crash_restart},
        {"clock_jump", "wall clocks are wrong and jump", clock_jump},
        {"simultaneous_dial", "everybody dials everybody in the same moment", simultaneous_dial},
        {"failing_disk", "commits fail", failing_disk},
        {"long_links", "links grow old during a quiet day", long_links},
        {"closed_lid", "a laptop sleeps and wakes, announced or not", closed_lid},
        {"one_sided", "the same, where only one of the two can dial the other", one_sided},
        {"kept_apart", "an access point keeps two laptops apart", kept_apart},
        {"called", "nobody can dial one of a dozen", called},
        {"seen_anew", "one in the middle of two hides from strangers at first", seen_anew},
        {"rumours", "some lie about who is here", rumours},
        {"rumours_in_trouble", "the same, and much else goes wrong meanwhile", rumours_in_trouble},
        {"sybils", "one or two make up hundreds of computers", sybils},
        {"sybils_without_end", "and hundreds of others, again and again", sybils_without_end,
         nullptr, true},
        {"passed_on", "two who are never there together write to each other", passed_on},
        {"carried_anew", "what a carrier has cannot be opened, and is sealed anew", carried_anew},
        {"carried_apart", "carriers are reached only through somebody else", carried_apart},
        {"carried_among_liars", "the same, and of those who carry for them some lie and all crash",
         carried_among_liars, carried_among_liars},
    }};
    return all;
}

}  // namespace earshot::sim
