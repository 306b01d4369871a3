#include "tests/sim/regressions.hpp"

#include <array>

#include "tests/sim/chance.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr double wifi_share = 0.7;
constexpr Duration liveness = 6min;
constexpr Duration never_again = 24h * 365;

class Maker {
public:
    Maker(std::uint32_t nodes, Duration heals_at) {
        plan_.scenario = "regression";
        plan_.nodes.resize(nodes);
        plan_.latency_max = 20ms;
        plan_.heals_at = heals_at;
        plan_.ends_at = heals_at + liveness;
        for (auto& node : plan_.nodes) node.is_wifi = chance_.rolls(wifi_share);
    }

    Maker& start_within(Duration time, NodeNumber first = 0, Duration from = {}) {
        for (auto node = first; node < plan_.nodes.size(); ++node)
            plan_.nodes[node].starts = from + some(time);
        return *this;
    }
    /// Discovery tells of somebody when it starts, and never again.
    Maker& see_once() {
        plan_.sighting_again = never_again;
        return *this;
    }
    Maker& strike(FaultKind kind, std::vector<NodeNumber> nodes, Duration at, Duration lasts,
                  double amount = 0) {
        plan_.faults.push_back(
            {.kind = kind, .at = at, .lasts = lasts, .nodes = std::move(nodes), .amount = amount});
        return *this;
    }
    Maker& weather(FaultKind kind, double amount, Duration at, Duration lasts) {
        plan_.faults.push_back(
            {.kind = kind, .at = at, .lasts = lasts, .nodes = {}, .amount = amount});
        return *this;
    }
    Maker& set_clock(NodeNumber node, double seconds, Duration at, Duration lasts) {
        plan_.faults.push_back({.kind = FaultKind::clock,
                                .at = at,
                                .lasts = lasts,
                                .nodes = {node},
                                .amount = seconds});
        return *this;
    }
    Maker& put_in(std::uint32_t subnet, const std::vector<NodeNumber>& nodes) {
        for (const auto node : nodes) plan_.nodes[node].subnet = subnet;
        return *this;
    }
    Maker& name(NodeNumber seed, NodeNumber to) {
        plan_.nodes[to].seed = seed;
        return *this;
    }
    Maker& bridge(NodeNumber node) {
        plan_.is_routed = false;
        plan_.has_frames = false;  // Whoever has no way leads links through others.
        plan_.nodes[node].is_bridge = true;
        return *this;
    }
    Maker& roam(NodeNumber node, double amount, Duration at, Duration lasts) {
        plan_.faults.push_back(
            {.kind = FaultKind::roam, .at = at, .lasts = lasts, .nodes = {node}, .amount = amount});
        return *this;
    }
    Maker& talk(NodeNumber from, NodeNumber to, Duration at, Duration until) {
        for (; at < until; at += 1s)
            plan_.acts.push_back({.kind = ActKind::say, .at = at, .from = from, .to = to});
        return *this;
    }

    Maker& be_away(NodeNumber node, Duration at, Duration lasts) {
        plan_.acts.push_back({.kind = ActKind::away, .at = at, .from = node, .to = node});
        plan_.acts.push_back({.kind = ActKind::back, .at = at + lasts, .from = node, .to = node});
        return *this;
    }

    std::vector<NodeNumber> every(NodeNumber step, NodeNumber first) const {
        std::vector<NodeNumber> nodes;
        for (auto node = first; node < plan_.nodes.size(); node += step) nodes.push_back(node);
        return nodes;
    }
    Duration some(Duration most) {
        return std::chrono::floor<Duration>(chance_.up_to(Micros{most}));
    }
    Plan take() { return std::move(plan_); }

private:
    Plan plan_;
    Chance chance_{1, "regression"};
};

Plan mass_restart() {
    Maker maker{30, 6min};
    for (NodeNumber node = 0; node < 30; ++node)
        maker.strike(FaultKind::crash, {node}, 5min + maker.some(30s), 1s);
    return maker.start_within(30s).take();
}

Plan half_deaf() {
    Maker maker{20, 14min};
    for (Duration at = 3min; at < 13min; at += 30s) maker.strike(FaultKind::gap, {0}, at, 27s);
    return maker.start_within(30s).take();
}

Plan no_multicast() {
    Maker maker{12, 8min};
    maker.start_within(30s).see_once().weather(FaultKind::mdns_loss, 1, 2min, 6min);
    for (const NodeNumber node : {0u, 4u, 8u})
        maker.strike(FaultKind::crash, {node}, 5min + maker.some(30s), 20s);
    return maker.take();
}

Plan one_way() {
    return Maker{12, 10min}
        .start_within(30s)
        .strike(FaultKind::mute, {1}, 3min, 2min)
        .strike(FaultKind::deaf, {2}, 6min, 2min)
        .take();
}

Plan split(std::uint32_t nodes, Duration lasts) {
    Maker maker{nodes, 3min + lasts};
    const auto half = maker.every(2, 0);
    return maker.start_within(30s).see_once().strike(FaultKind::island, half, 3min, lasts).take();
}
Plan split_for_seconds() { return split(16, 10s); }
Plan split_for_minutes() { return split(16, 10min); }
Plan split_for_days() { return split(4, 72h); }

Plan five_islands() {
    Maker maker{25, 5min};
    for (NodeNumber first = 0; first < 5; ++first)
        maker.strike(FaultKind::island, maker.every(5, first), 0s, 5min);
    return maker.start_within(1min).take();
}

Plan rush() {
    return Maker{40, 3min}
        .start_within(1min, 2)
        .weather(FaultKind::mdns_loss, 0.9, 0s, 3min)
        .talk(0, 1, 5s, 2min)
        .talk(1, 0, 5s, 2min)
        .take();
}

Plan killed_and_back() {
    return Maker{10, 5min}
        .start_within(30s)
        .strike(FaultKind::power_cut, {1}, 4min, 1s)
        .strike(FaultKind::power_cut, {2, 3}, 4min + 20s, 1s)
        .take();
}

Plan hundred_restarts() {
    Maker maker{6, 9min};
    for (Duration at = 3min; at < 8min; at += 3s) maker.strike(FaultKind::crash, {0}, at, 200ms);
    return maker.start_within(30s).take();
}

Plan wrong_clocks() {
    constexpr double to_1970 = -1.6e9;
    constexpr double to_2099 = 2.4e9;
    return Maker{8, 6min}
        .start_within(30s)
        .set_clock(0, to_1970, 0s, 3min)
        .set_clock(1, to_2099, 0s, 3min)
        .set_clock(0, to_2099, 3min, 3min)
        .set_clock(1, to_1970, 3min, 3min)
        .take();
}

Plan alone_for_a_day() { return Maker{30, 24h + 3min}.start_within(1min, 1, 24h).take(); }

Plan one_seed() {
    Maker maker{20, 3min};
    maker.put_in(1, maker.every(2, 1));
    return maker.start_within(30s).name(0, 1).talk(3, 2, 1min, 1min + 20s).take();
}

Plan one_bridge() {
    Maker maker{7, 4min};
    maker.put_in(1, {1, 2, 3});
    maker.start_within(10s).bridge(6).strike(FaultKind::crash, {6}, 2min, 20s);
    return maker.talk(0, 1, 1min, 1min + 10s).talk(1, 0, 2min, 2min + 10s).take();
}

Plan bridge_back() {
    Maker maker{3, 6min};
    maker.put_in(1, {1, 2}).start_within(1s).bridge(1);
    return maker.strike(FaultKind::unplug, {1}, 88s, 41s).take();
}

Plan swapped_addresses() {
    constexpr double same_silently = 1;
    constexpr double same_seen = -1;
    constexpr double other_silently = 2;
    Maker maker{10, 8min};
    maker.start_within(30s);
    for (Duration at = 3min; at < 7min; at += 40s) {
        // The second gets the address that the first has just given up.
        maker.roam(0, same_silently, at, 10s).roam(1, same_silently, at + 12s, 10s);
        maker.roam(2, same_seen, at + 5s, 20s).roam(3, other_silently, at + 6s, 25s);
    }
    return maker.talk(0, 1, 3min, 7min).talk(1, 2, 3min, 7min).take();
}

Plan old_disk() {
    Maker maker{8, 9min};
    maker.start_within(30s);
    for (const NodeNumber node : {0u, 1u})
        maker.strike(FaultKind::restore, {node}, 2min + node * 10s, 4min);
    return maker.talk(0, 1, 1min, 8min).talk(1, 0, 1min, 8min).take();
}

Plan cloned() {
    return Maker{8, 7min}
        .start_within(30s)
        .strike(FaultKind::clone, {0}, 2min, 3min)
        .talk(0, 1, 1min, 6min)
        .talk(1, 0, 1min, 6min)
        .take();
}

Plan lecture_end() {
    Maker maker{30, 9min};
    maker.start_within(30s);
    for (NodeNumber node = 2; node < 30; ++node) {
        const auto kind = maker.some(1s) < 500ms ? FaultKind::sleep : FaultKind::nap;
        maker.strike(kind, {node}, 3min + maker.some(1min), 5min);
    }
    return maker.talk(0, 1, 3min, 4min).take();
}

Plan dark_floor() {
    Maker maker{24, 8min};
    maker.start_within(30s).strike(FaultKind::power_cut, maker.every(2, 0), 3min, 4min);
    return maker.talk(1, 3, 3min, 4min).take();
}

Plan flapping() {
    Maker maker{12, 8min};
    maker.start_within(30s);
    for (Duration at = 2min; at < 7min; at += 7s) {
        maker.strike(FaultKind::power_cut, {0}, at, maker.some(4s));
        maker.strike(FaultKind::unplug, {1}, at, maker.some(6s));
    }
    return maker.talk(2, 0, 2min, 7min).take();
}

Plan half_connections() {
    constexpr double all = 1;
    Maker maker{10, 7min};
    maker.start_within(30s);
    for (Duration at = 2min; at < 6min; at += 1min) {
        maker.strike(FaultKind::half_close, {0}, at, 1s, all);
        maker.strike(FaultKind::half_close, {1}, at + 15s, 1s, -all);
        maker.strike(FaultKind::half_dead, {2}, at + 30s, 1s, all);
        maker.strike(FaultKind::half_dead, {3}, at + 45s, 1s, -all);
    }
    return maker.talk(0, 2, 2min, 6min).talk(3, 1, 2min, 6min).take();
}

Plan stale_caches() {
    constexpr double same_silently = 1;
    Maker maker{12, 8min};
    maker.start_within(30s).weather(FaultKind::stale, 1, 1min, 7min);
    maker.weather(FaultKind::storm, 0.2, 1min, 7min);
    maker.strike(FaultKind::power_cut, {4, 5, 6}, 2min, 5min);
    for (Duration at = 2min; at < 7min; at += 40s) {
        maker.roam(0, same_silently, at, 10s).roam(1, same_silently, at + 12s, 10s);
        maker.strike(FaultKind::crash, {2}, at, 3s);
    }
    return maker.talk(0, 1, 2min, 7min).take();
}

/// Radios fall silent one by one, and go on in another order.
Plan swizzled() {
    Maker maker{12, 9min};
    maker.start_within(30s);
    for (Duration at = 2min; at < 8min; at += 1min)
        for (NodeNumber node = 0; node < 12; ++node)
            if (maker.some(1s) < 600ms)
                maker.strike(FaultKind::gap, {node}, at + maker.some(10s), 8s + maker.some(30s));
    return maker.talk(0, 1, 2min, 8min).talk(2, 3, 2min, 8min).take();
}

/// Somebody leaves, comes back, moves or falls silent each two minutes, and somebody else is away
/// or back each minute.
Plan soak(Duration lasts) {
    constexpr std::array kinds{FaultKind::crash,     FaultKind::sleep,  FaultKind::nap,
                               FaultKind::power_cut, FaultKind::unplug, FaultKind::gap,
                               FaultKind::roam};
    constexpr double same_silently = 1;
    constexpr NodeNumber nodes = 5;
    Maker maker{nodes, lasts};
    maker.start_within(30s);
    std::size_t turn = 0;
    for (Duration at = 3min; at + 2min < lasts; at += 2min, ++turn)
        maker.strike(kinds[turn % kinds.size()], {static_cast<NodeNumber>(turn % nodes)},
                     at + maker.some(30s), 1s + maker.some(80s), same_silently);
    for (Duration at = 3min; at + 2min < lasts; at += 2min, ++turn)
        maker.be_away(static_cast<NodeNumber>(turn % nodes), at, 1min);
    return maker.take();
}
Plan soak_for_hours() { return soak(6h); }
Plan soak_for_days() { return soak(72h); }

Plan at_the_boundary() {
    Maker maker{12, 8min};
    maker.start_within(30s).weather(FaultKind::lost_news, 0.3, 1min, 1min);
    maker.weather(FaultKind::misses, 0.3, 1min, 1min);
    maker.weather(FaultKind::trims, 0.02, 2min, 6min);
    maker.weather(FaultKind::compared, 0.1, 2min, 6min);
    maker.weather(FaultKind::tight, 0.01, 2min, 6min);
    maker.strike(FaultKind::crash, {3}, 70s, 20s);
    return maker.talk(0, 1, 2min, 6min).talk(1, 2, 2min, 6min).take();
}

constexpr std::array<Regression, 28> all{{
    {"mass_restart", "thirty computers restart within half a minute", mass_restart},
    {"half_deaf", "one radio hears a tenth of the time, for ten minutes", half_deaf},
    {"no_multicast", "some restart where multicast is lost, and find those they met", no_multicast},
    {"one_way", "one is not heard, later another one does not hear", one_way},
    {"split_for_seconds", "two halves part for ten seconds, without discovery", split_for_seconds},
    {"split_for_minutes", "two halves part for ten minutes, without discovery", split_for_minutes},
    {"split_for_days", "two halves part for three days, without discovery", split_for_days},
    {"five_islands", "five meshes that never met are joined", five_islands},
    {"rush", "forty start within a minute while two of them write to each other", rush},
    {"killed_and_back", "computers vanish without a word and are back a second later",
     killed_and_back},
    {"hundred_restarts", "one restarts a hundred times", hundred_restarts},
    {"wrong_clocks", "clocks are in 1970 and 2099, and jump to the other", wrong_clocks},
    {"one_seed", "two subnets, and one computer that was told the address of one in the other",
     one_seed},
    {"one_bridge", "two subnets that only one computer can reach both of", one_bridge},
    {"bridge_back", "the only computer that two subnets reach is cut off and comes back",
     bridge_back},
    {"swapped_addresses", "computers get other addresses, and those that others had",
     swapped_addresses},
    {"old_disk", "two run again from their disks of four minutes before", old_disk},
    {"cloned", "two computers run with the same keys for three minutes", cloned},
    {"lecture_end", "almost all go to sleep within a minute, some without a word", lecture_end},
    {"dark_floor", "every other one loses its power, for four minutes", dark_floor},
    {"flapping", "two come and go every few seconds", flapping},
    {"half_connections", "connections end, or die, in one direction", half_connections},
    {"stale_caches", "caches name who is no more, or no more there", stale_caches},
    {"at_the_boundary", "links are closed, and news lost, between engine and host",
     at_the_boundary},
    {"swizzled", "networks stop one by one, and go on in another order", swizzled},
    {"soak_for_hours", "five computers come, go and move all the time, for six hours",
     soak_for_hours},
    {"soak_for_days", "the same for three days", soak_for_days},
    {"alone_for_a_day", "one is alone for a day, then thirty come at once", alone_for_a_day},
}};

}  // namespace

std::span<const Regression> regressions() { return all; }

}  // namespace earshot::sim
