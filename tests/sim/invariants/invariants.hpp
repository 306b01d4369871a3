#pragma once

#include <memory>
#include <set>
#include <vector>

#include "tests/sim/invariant.hpp"

/// All invariants there are.
namespace earshot::sim {

std::vector<std::unique_ptr<Invariant>> all_invariants(const Plan& plan);

// One file each. Plans outlive them.
std::unique_ptr<Invariant> bounded_state();  ///< A4: queues and tables keep to their limits.
/// A1, A6: versions never fall, and each has one text, but those of these; itself, all alone.
std::unique_ptr<Invariant> monotone_records(std::set<NodeNumber> liars = {});
std::unique_ptr<Invariant> symmetric_links();  ///< A9: both ends know a link; one for a pair.
std::unique_ptr<Invariant> no_busy_loop();     ///< A10: no turns without anything to do.
std::unique_ptr<Invariant> honest_messages();  ///< M1 to M5: what people wrote and read.
std::unique_ptr<Invariant> told_messages();    ///< M1 to M3, M6: what they are told, each second.
/// C1 to C3: what is carried for others, by all but these.
std::unique_ptr<Invariant> honest_carriers(std::set<NodeNumber> liars = {});
/// A7, A8: what leaves on links: no accusation by who may not judge, nothing announced twice,
/// and nothing asked for that came.
std::unique_ptr<Invariant> on_links();
std::unique_ptr<Invariant> sound_state();  ///< A11, A12: links that are, times that can be.
/// A5, V6: what presence costs, in any second, and after the trouble.
std::unique_ptr<Invariant> bandwidth(const Plan& plan);
/// F1: nobody is believed gone who is well, by somebody who is.
std::unique_ptr<Invariant> no_false_offline(const Plan& plan);
/// V1 to V3, V7: after the trouble one overlay, one table, and everybody is seen as they are.
std::unique_ptr<Invariant> agreement(const Plan& plan);

}  // namespace earshot::sim
