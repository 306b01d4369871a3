#include "tests/sim/figures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace earshot::sim {
namespace {

constexpr double tolerance = 0.1;
/// Below this a figure counts as nothing: one event more or less would change it by half.
constexpr double negligible = 0.01;

struct Set {
    Measurement measurement;
    std::uint32_t nodes;
    std::uint32_t minutes;
};

constexpr std::array sets{
    Set{Measurement::steady, 10, 60},     Set{Measurement::steady, 100, 10},
    Set{Measurement::cold_start, 100, 0}, Set{Measurement::mass_loss, 100, 0},
    Set{Measurement::partition, 30, 0},
};
std::string text(double value) { return std::to_string(value); }

}  // namespace

Figures collect_figures() {
    Figures all;
    for (const auto& set : sets) {
        const auto plan = make_measurement(set.measurement, 1, set.nodes, set.minutes);
        const auto prefix =
            std::string{text_of(set.measurement)} + "/" + std::to_string(set.nodes) + "/";
        for (const auto& [name, value] : measure(set.measurement, plan)) all[prefix + name] = value;
    }
    return all;
}

std::vector<std::string> compare(const Figures& stored, const Figures& measured) {
    std::vector<std::string> complaints;
    for (const auto& [name, value] : measured) {
        const auto found = stored.find(name);
        if (found == stored.end()) {
            complaints.push_back(name + " is " + text(value) + " and not stored");
            continue;
        }
        const auto larger = std::max(std::abs(value), std::abs(found->second));
        if (std::abs(value - found->second) > std::max(negligible, tolerance * larger))
            complaints.push_back(name + " is " + text(value) + ", stored is " +
                                 text(found->second));
    }
    for (const auto& [name, value] : stored)
        if (!measured.contains(name)) complaints.push_back(name + " is not measured any more");
    return complaints;
}

}  // namespace earshot::sim
