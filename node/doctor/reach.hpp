#pragma once

#include <algorithm>
#include <span>
#include <string>

#include "node/doctor/facts.hpp"
#include "node/doctor/finding.hpp"

/// What several checks ask about computers that were dialled.
namespace earshot::doctor {

std::string_view text_of(Reached reached) noexcept;

inline std::size_t count(std::span<const Dialled> dialled, Reached reached) {
    return static_cast<std::size_t>(std::ranges::count(dialled, reached, &Dialled::reached));
}

/// "10.0.0.7:47700" to how it went, one each.
Evidence evidence_of(std::span<const Dialled> dialled);

/// There is an interface to reach anybody over.
bool has_network(const Facts& facts);

/// Whether our own networks let us reach nobody although their gateway is there.
bool is_isolated(const Facts& facts);

}  // namespace earshot::doctor
