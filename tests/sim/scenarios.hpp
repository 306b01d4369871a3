#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The stories that the simulator tells, each from one seed. They run as tests over many seeds and,
/// one at a time, under `earshot-sim --scenario NAME --seed N`.
namespace earshot::sim {

struct Report {
    std::vector<std::string> violations;  ///< What must never be; empty when all is well.
    std::string trace;                    ///< Equal for equal seeds, byte for byte.
    std::uint64_t simulated_ms = 0;
};

struct Scenario {
    std::string_view name;
    std::string_view story;
    Report (*run)(std::uint64_t seed);
    /// With a bug that was planted (canaries.hpp), where that can be.
    Report (*run_with)(std::uint64_t seed, std::string_view canary) = nullptr;
    bool is_long = false;  ///< Takes a minute.
};

std::span<const Scenario> scenarios();

Report lossy_pair(std::uint64_t seed);
Report crash_restart(std::uint64_t seed);
Report clock_jump(std::uint64_t seed);
Report simultaneous_dial(std::uint64_t seed);
Report failing_disk(std::uint64_t seed);
Report long_links(std::uint64_t seed);
Report closed_lid(std::uint64_t seed);
Report one_sided(std::uint64_t seed);
Report kept_apart(std::uint64_t seed);
Report called(std::uint64_t seed);
Report seen_anew(std::uint64_t seed);
Report rumours(std::uint64_t seed);
Report rumours_in_trouble(std::uint64_t seed);
Report sybils(std::uint64_t seed);
Report sybils_without_end(std::uint64_t seed);
Report passed_on(std::uint64_t seed);
Report carried_anew(std::uint64_t seed);
Report carried_apart(std::uint64_t seed);
Report carried_among_liars(std::uint64_t seed);
Report carried_among_liars(std::uint64_t seed, std::string_view canary);

}  // namespace earshot::sim
