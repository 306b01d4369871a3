#pragma once

#include <string>
#include <vector>

#include "tests/sim/measurements.hpp"

/// The measurements whose figures are stored in the repository, so that a change which makes the
/// network slower, dearer or less true is seen before it is merged.
namespace earshot::sim {

/// As `steady/100/sent_per_second`.
Figures collect_figures();

/// One sentence for each figure that is new, or gone, or differs by more than a tenth, in either
/// direction: also what became better has to be stored.
std::vector<std::string> compare(const Figures& stored, const Figures& measured);

}  // namespace earshot::sim
