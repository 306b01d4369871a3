#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "tests/sim/chance.hpp"
#include "tests/sim/measurement_times.hpp"
#include "tests/sim/measurements.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr double wifi_share = 0.7;
// Radios: a gap each ten minutes, mostly short.
constexpr Micros gap_interval = 600s;
constexpr double long_gap_share = 0.15;
constexpr Micros short_gap_mean = 1500ms;
constexpr Micros long_gap_mean = 8s;
// People, per hour: three quarters of an absence and a quarter of a sleep, half of them
// unannounced.
constexpr Micros absence_interval = 80min;
constexpr Micros absence_mean = 5min;
constexpr Micros sleep_interval = 4h;
constexpr Micros sleep_mean = 10min;

// A crowd: of ten one is there before, and writes each second.
constexpr std::size_t early_share = 10;
constexpr Duration said_again = 1s;
/// Before a time is measured whoever writes has connected.
constexpr Duration greeted_before = 5s;
constexpr double thin_megabytes = 0.01;  // The least that the design counts with.

constexpr double crowd_min = 200;
constexpr double heard_in_a_crowd = 12;

class Maker {
public:
    Maker(Measurement measurement, std::uint64_t seed, std::uint32_t nodes) {
        plan_.scenario = text_of(measurement);
        plan_.seed = seed;
        plan_.nodes.resize(nodes);
        plan_.sighting_again = 15min;
        Chance chance{seed, "measured nodes"};
        for (auto& node : plan_.nodes) {
            node.is_wifi = chance.rolls(wifi_share);
            node.starts = ms(chance.up_to(starting_time));
        }
    }

    void live(Duration from, Duration until) {
        plan_.heals_at = plan_.ends_at = until;
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node) {
            if (plan_.nodes[node].is_wifi) add_gaps(node, from, until);
            add_absences(node, from, until);
            add_sleeps(node, from, until);
        }
        std::ranges::sort(plan_.acts, {}, &Act::at);
    }

    /// A multicast packet of a large network reaches few: radios drop them when there are many.
    void crowd() {
        const auto nodes = static_cast<double>(plan_.nodes.size());
        if (nodes <= crowd_min) return;
        const auto lost = std::round(1e6 * (1 - heard_in_a_crowd / nodes)) / 1e6;
        plan_.faults.push_back({.kind = FaultKind::mdns_loss,
                                .at = {},
                                .lasts = plan_.ends_at,
                                .nodes = {},
                                .amount = lost});
    }

    void split(FaultKind kind, Duration lasts, Duration ends_at) {
        std::vector<NodeNumber> half;
        for (NodeNumber node = 0; node < plan_.nodes.size(); node += 2) half.push_back(node);
        plan_.faults.push_back(
            {.kind = kind, .at = warm_at, .lasts = lasts, .nodes = half, .amount = 0});
        plan_.heals_at = plan_.ends_at = ends_at;
    }

    /// Connections are slow all the time: what gossip says on them is in the way of what people
    /// write.
    void gather() {
        const auto early = plan_.nodes.size() / early_share / 2 * 2;
        for (auto node = early; node < plan_.nodes.size(); ++node)
            plan_.nodes[node].starts += crowd_from;
        for (const auto from : {crowd_from, quiet_from})
            for (auto at = from - greeted_before; at < from + chat_lasts; at += said_again)
                for (NodeNumber node = 0; node < early; ++node)
                    plan_.acts.push_back(
                        {.kind = ActKind::say, .at = at, .from = node, .to = node ^ 1U});
        end_at(quiet_from + chat_lasts + 20s);
        plan_.faults.push_back({.kind = FaultKind::thin,
                                .at = {},
                                .lasts = plan_.ends_at,
                                .nodes = {},
                                .amount = thin_megabytes});
    }

    void end_at(Duration time) { plan_.heals_at = plan_.ends_at = time; }

    Plan take() { return std::move(plan_); }

private:
    static Duration ms(Micros time) { return std::chrono::floor<Duration>(time); }

    /// One thing after another, with random times between them.
    void repeat(std::string_view what, NodeNumber node, Micros interval, Duration from,
                Duration until, const std::function<Micros(Chance&, Duration)>& happens) const {
        Chance chance{plan_.seed, what, {node}};
        auto at = Micros{from} + chance.exponential(interval);
        while (at < until) {
            at += happens(chance, ms(at));  // Apart: of two operands either may be drawn first.
            at += chance.exponential(interval);
        }
    }

    void add_fault(FaultKind kind, NodeNumber node, Duration at, Micros lasts) {
        plan_.faults.push_back(
            {.kind = kind, .at = at, .lasts = ms(lasts), .nodes = {node}, .amount = 0});
    }

    void add_gaps(NodeNumber node, Duration from, Duration until) {
        repeat("gaps", node, gap_interval, from, until, [&](Chance& chance, Duration at) {
            const bool is_long = chance.rolls(long_gap_share);
            const auto lasts = chance.exponential(is_long ? long_gap_mean : short_gap_mean);
            add_fault(FaultKind::gap, node, at, lasts);
            return lasts;
        });
    }

    void add_absences(NodeNumber node, Duration from, Duration until) {
        repeat("absences", node, absence_interval, from, until, [&](Chance& chance, Duration at) {
            const auto lasts = chance.exponential(absence_mean);
            plan_.acts.push_back({.kind = ActKind::away, .at = at, .from = node, .to = node});
            plan_.acts.push_back(
                {.kind = ActKind::back, .at = at + ms(lasts), .from = node, .to = node});
            return lasts;
        });
    }

    void add_sleeps(NodeNumber node, Duration from, Duration until) {
        repeat("sleeps", node, sleep_interval, from, until, [&](Chance& chance, Duration at) {
            const auto lasts = chance.exponential(sleep_mean);
            add_fault(chance.rolls(0.5) ? FaultKind::sleep : FaultKind::nap, node, at, lasts);
            return lasts;
        });
    }

    Plan plan_;
};

}  // namespace

std::string_view text_of(Measurement measurement) {
    constexpr std::array names{"steady", "cold_start", "mass_loss", "partition", "quiet", "crowd"};
    return names.at(static_cast<std::size_t>(measurement));
}

Plan make_measurement(Measurement measurement, std::uint64_t seed, std::uint32_t nodes,
                      std::uint32_t minutes) {
    Maker maker{measurement, seed, nodes};
    switch (measurement) {
        case Measurement::steady:
            maker.live(warm_at - 1min, warm_at + std::chrono::minutes{minutes});
            break;
        case Measurement::cold_start: maker.end_at(starting_time + 61s); break;
        case Measurement::mass_loss: maker.split(FaultKind::power_cut, 1h, warm_at + 301s); break;
        case Measurement::partition:
            maker.split(FaultKind::island, parted_for, warm_at + parted_for + 61s);
            break;
        case Measurement::quiet: maker.end_at(warm_at + std::chrono::minutes{minutes}); break;
        case Measurement::crowd: maker.gather(); break;
    }
    maker.crowd();
    return maker.take();
}

}  // namespace earshot::sim
