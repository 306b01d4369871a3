#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "tests/sim/plan.hpp"

/// What a network costs and how fast it is, in figures that a seed repeats exactly.
namespace earshot::sim {

enum class Measurement : std::uint8_t {
    steady,      ///< A working day: people go away and come back, laptops sleep, radios have gaps.
    cold_start,  ///< Everybody starts within a minute and knows nobody.
    mass_loss,   ///< Half of all computers lose their power at once.
    partition,   ///< The network splits in halves for ten minutes.
    quiet,       ///< Everybody is there, and nothing happens.
    crowd,  ///< A tenth writes to each other while all others start within a minute, and later.
};
inline constexpr std::array measurements{Measurement::steady,    Measurement::cold_start,
                                         Measurement::mass_loss, Measurement::partition,
                                         Measurement::quiet,     Measurement::crowd};
std::string_view text_of(Measurement measurement);

/// Seven of ten are on Wi-Fi. `minutes` is how long a steady or quiet network is measured, after it
/// warmed up; the others take as long as they take.
Plan make_measurement(Measurement measurement, std::uint64_t seed, std::uint32_t nodes,
                      std::uint32_t minutes);

using Figures = std::map<std::string, double>;
Figures measure(Measurement measurement, const Plan& plan);

std::string to_json(const Figures& figures);
Figures figures_from_json(std::string_view text);

}  // namespace earshot::sim
