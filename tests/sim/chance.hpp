#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "tests/sim/moment.hpp"

/// One stream of random numbers for one purpose: a node, a path, a source of faults. Taking a
/// stream away changes no other, so a run without one fault is otherwise the same run.
/// Distributions are our own: those of the standard library differ between its implementations.
namespace earshot::sim {

class Chance {
public:
    /// `who`: numbers that tell streams of one purpose apart.
    Chance(std::uint64_t seed, std::string_view purpose, std::array<std::uint64_t, 3> who = {});

    std::uint64_t next();
    /// Uniform in [0, bound). Precondition: `bound` is not 0.
    std::uint64_t below(std::uint64_t bound);
    double unit();  ///< In [0, 1).
    bool rolls(double probability);
    Micros up_to(Micros most);
    Micros between(Micros least, Micros most);
    Micros exponential(Micros mean);
    /// Uniform in its logarithm. Precondition: 0 < least <= most.
    double log_uniform(double least, double most);

private:
    std::uint64_t state_;
};

}  // namespace earshot::sim
