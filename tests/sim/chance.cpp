#include "tests/sim/chance.hpp"

#include <cmath>

namespace earshot::sim {
namespace {

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15;

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
    return value ^ (value >> 31);
}

}  // namespace

Chance::Chance(std::uint64_t seed, std::string_view purpose, std::array<std::uint64_t, 3> who)
    : state_(mixed(seed + golden_gamma)) {
    for (const char letter : purpose) state_ = mixed(state_ + static_cast<unsigned char>(letter));
    for (const auto number : who) state_ = mixed(state_ + number + golden_gamma);
}

std::uint64_t Chance::next() {
    state_ += golden_gamma;
    return mixed(state_);
}

std::uint64_t Chance::below(std::uint64_t bound) { return next() % bound; }

double Chance::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

bool Chance::rolls(double probability) { return probability > 0 && unit() < probability; }

Micros Chance::up_to(Micros most) {
    return Micros{static_cast<Micros::rep>(below(static_cast<std::uint64_t>(most.count()) + 1))};
}

Micros Chance::between(Micros least, Micros most) { return least + up_to(most - least); }

Micros Chance::exponential(Micros mean) {
    return Micros{
        static_cast<Micros::rep>(-std::log1p(-unit()) * static_cast<double>(mean.count()))};
}

double Chance::log_uniform(double least, double most) {
    return least * std::exp(unit() * std::log(most / least));
}

}  // namespace earshot::sim
