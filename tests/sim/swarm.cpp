#include "tests/sim/swarm.hpp"

#include <algorithm>
#include <cmath>

#include "tests/sim/chance.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr double wifi_share = 0.7;
constexpr double silent_share = 0.5;
constexpr double subnets_share = 0.3;
constexpr Duration liveness = 6min;
/// Real links cost a hundred times more: only few computers have them, in half of the runs.
constexpr std::size_t bytes_nodes_max = 6;
/// How many times a fault strikes in a run, at most.
constexpr std::uint64_t strikes_max = 12;

/// A fault that strikes a few nodes now and then.
struct Strike {
    FaultKind kind;
    Duration least;  ///< How long it lasts.
    Duration most;
    double amount_least;
    double amount_most;
    bool is_of_many;  ///< Half of the nodes and more rather than one.
    std::uint64_t times = strikes_max;
};

constexpr Strike strikes[] = {
    {FaultKind::gap, 500ms, 20s, 0, 0, false},       {FaultKind::sleep, 2s, 4min, 0, 0, false},
    {FaultKind::nap, 2s, 4min, 0, 0, false},         {FaultKind::crash, 100ms, 2min, 0, 0, false},
    {FaultKind::power_cut, 1s, 2min, 0, 0, false},   {FaultKind::unplug, 500ms, 3min, 0, 0, false},
    {FaultKind::island, 1s, 4min, 0, 0, true},       {FaultKind::mute, 1s, 2min, 0, 0, true},
    {FaultKind::deaf, 1s, 2min, 0, 0, true},         {FaultKind::isolation, 10s, 4min, 0, 0, true},
    {FaultKind::clock, 10s, 5min, 1, 3e8, false},    {FaultKind::full_disk, 1s, 1min, 0, 0, false},
    {FaultKind::roam, 5s, 3min, 1, 3, false, 6},     {FaultKind::drift, 10s, 5min, 10, 500, false},
    {FaultKind::restore, 5s, 5min, 0, 0, false, 3},  {FaultKind::clone, 5s, 2min, 0, 0, false, 2},
    {FaultKind::half_close, 1s, 10s, 0.1, 1, false}, {FaultKind::half_dead, 1s, 20s, 0.1, 1, false},
};

/// A fault of the whole network, for some part of the run.
struct Weather {
    FaultKind kind;
    double least;
    double most;
};

constexpr Weather weathers[] = {
    {FaultKind::loss, 0.001, 0.3},       {FaultKind::cuts, 0.0001, 0.01},
    {FaultKind::slowness, 0.01, 1},      {FaultKind::mdns_loss, 0.01, 0.6},
    {FaultKind::bad_disk, 0.0005, 0.02}, {FaultKind::crashes, 0.0005, 0.01},
    {FaultKind::early, 0.01, 1},         {FaultKind::late, 0.01, 3},
    {FaultKind::thin, 0.01, 1},          {FaultKind::mdns_twice, 0.01, 1},
    {FaultKind::storm, 0.1, 10},         {FaultKind::stale, 0.01, 1},
    {FaultKind::trims, 0.0005, 0.02},    {FaultKind::compared, 0.001, 0.2},
    {FaultKind::tight, 0.002, 1},
};

/// What keeps news from some, in the beginning: they hear of it when tables are compared.
constexpr Weather hushes[] = {{FaultKind::lost_news, 0.01, 0.5}, {FaultKind::misses, 0.01, 0.5}};
constexpr Duration hush_begins_within = 1min;
constexpr Duration hush_least = 5s;
constexpr Duration hush_most = 2min;
/// Whoever is there is seen a minute after the trouble at the latest, and tables are compared each
/// six minutes or more often.
constexpr Duration heals_after_hush = 5min;

// People.
constexpr double flaps_least = 4;
constexpr double flaps_most = 40;
constexpr Duration flap_least = 200ms;
constexpr Duration flap_most = 20s;
constexpr Duration lecture_ends_within = 1min;
constexpr Duration away_least = 10s;
constexpr Duration away_most = 4min;
constexpr std::uint64_t floors_most = 3;
constexpr FaultKind flapping[] = {FaultKind::crash, FaultKind::power_cut, FaultKind::unplug,
                                  FaultKind::sleep, FaultKind::gap};

/// As fine as a plan is stored.
double millionths(double amount) { return std::round(amount * 1e6) / 1e6; }

class Maker {
public:
    Maker(std::uint64_t seed, const SwarmSize& size) {
        Chance shape{seed, "swarm shape"};
        plan_.scenario = "swarm";
        plan_.seed = seed;
        plan_.nodes.resize(size.nodes.value_or(static_cast<std::uint32_t>(2 + shape.below(12))));
        const auto minutes = size.minutes.value_or(static_cast<std::uint32_t>(3 + shape.below(6)));
        plan_.heals_at = std::chrono::minutes{minutes};
        plan_.latency_max = Duration{static_cast<Duration::rep>(shape.log_uniform(1, 100))};
        plan_.has_frames = plan_.nodes.size() > bytes_nodes_max || shape.rolls(0.5);
        for (const auto& hush : hushes) add_hush(hush);
        const bool starts_slowly = shape.rolls(0.5);
        for (auto& node : plan_.nodes) {
            node.is_wifi = shape.rolls(wifi_share);
            node.starts = starts_slowly ? ms(shape.up_to(1min)) : Duration{};
        }
        choose_core();
        part_subnets();
        for (const auto& strike : strikes) add(strike);
        for (const auto& weather : weathers) add(weather);
        end_lecture();
        darken_floors();
        flap();
        break_the_rest();
        add_messages();
        plan_.ends_at = plan_.heals_at + liveness;
    }

    Plan take() { return std::move(plan_); }

private:
    static Duration ms(Micros time) { return std::chrono::floor<Duration>(time); }
    Chance chance_for(std::string_view purpose, FaultKind kind) const {
        return Chance{plan_.seed, purpose, {static_cast<std::uint64_t>(kind)}};
    }

    void choose_core() {
        Chance chance{plan_.seed, "swarm core"};
        if (plan_.nodes.size() < 4 || chance.rolls(0.5)) return;
        const auto outside = 1 + chance.below(plan_.nodes.size() / 3);
        for (std::uint64_t i = 0; i < outside; ++i)
            plan_.nodes[chance.below(plan_.nodes.size())].is_in_core = false;
    }

    /// Two or three networks that multicast packets do not leave. Somebody in each but the first
    /// was told an address in the one before; or nothing is routed, and one or two stand in all.
    void part_subnets() {
        Chance chance{plan_.seed, "swarm subnets"};
        if (!chance.rolls(subnets_share)) return;
        const auto count = 2 + chance.below(2);
        std::vector<NodeNumber> core;
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node) {
            plan_.nodes[node].subnet = static_cast<std::uint32_t>(chance.below(count));
            if (plan_.nodes[node].is_in_core) core.push_back(node);
        }
        // Only where links are of bytes can one be led through somebody else.
        plan_.is_routed = plan_.has_frames || chance.rolls(0.5);
        if (!plan_.is_routed) {
            for (auto bridges = 1 + chance.below(2); bridges > 0; --bridges)
                plan_.nodes[core[chance.below(core.size())]].is_bridge = true;
            return;
        }
        std::ranges::stable_sort(core, {}, [&](auto node) { return plan_.nodes[node].subnet; });
        for (std::size_t i = 1; i < core.size(); ++i)
            if (plan_.nodes[core[i]].subnet != plan_.nodes[core[i - 1]].subnet)
                plan_.nodes[core[i]].seed = core[chance.below(i)];
    }

    std::vector<NodeNumber> victims(Chance& chance, bool of_many) const {
        const auto share = of_many ? chance.unit() : chance.log_uniform(0.02, 0.3);
        std::vector<NodeNumber> nodes;
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node)
            if (chance.rolls(share)) nodes.push_back(node);
        if (nodes.empty())
            nodes.push_back(static_cast<NodeNumber>(chance.below(plan_.nodes.size())));
        return nodes;
    }

    void add(const Strike& strike) {
        auto chance = chance_for("swarm strikes", strike.kind);
        if (!chance.rolls(0.5)) return;
        const auto count = 1 + chance.below(strike.times);
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto lasts = some_time(chance, strike.least, strike.most);
            auto amount = strike.amount_most > 0
                              ? chance.log_uniform(strike.amount_least, strike.amount_most)
                              : 0;
            if (chance.rolls(0.5)) amount = -amount;
            plan_.faults.push_back({.kind = strike.kind,
                                    .at = ms(chance.up_to(plan_.heals_at)),
                                    .lasts = lasts,
                                    .nodes = victims(chance, strike.is_of_many),
                                    .amount = millionths(amount)});
        }
    }

    void add(const Weather& weather) {
        auto chance = chance_for("swarm weather", weather.kind);
        if (!chance.rolls(0.5)) return;
        const auto at = ms(chance.up_to(plan_.heals_at / 2));
        plan_.faults.push_back(
            {.kind = weather.kind,
             .at = at,
             .lasts = ms(chance.up_to(plan_.heals_at - at)),
             .nodes = {},
             .amount = millionths(chance.log_uniform(weather.least, weather.most))});
    }

    void add_hush(const Weather& hush) {
        auto chance = chance_for("swarm hush", hush.kind);
        if (!chance.rolls(0.5)) return;
        const auto at = ms(chance.up_to(hush_begins_within));
        const auto lasts = some_time(chance, hush_least, hush_most);
        plan_.faults.push_back({.kind = hush.kind,
                                .at = at,
                                .lasts = lasts,
                                .nodes = {},
                                .amount = millionths(chance.log_uniform(hush.least, hush.most))});
        const auto over = std::chrono::ceil<std::chrono::seconds>(at + lasts);
        plan_.heals_at = std::max(plan_.heals_at, over + heals_after_hush);
    }

    static Duration some_time(Chance& chance, Duration least, Duration most) {
        const auto time = chance.log_uniform(static_cast<double>(least.count()),
                                             static_cast<double>(most.count()));
        return Duration{static_cast<Duration::rep>(time)};
    }

    /// Most go within a minute, with a word or without.
    void end_lecture() {
        Chance chance{plan_.seed, "swarm lecture"};
        if (!chance.rolls(0.5)) return;
        const auto at = ms(chance.up_to(plan_.heals_at / 2));
        const auto lasts = some_time(chance, away_least, away_most);
        for (const auto node : victims(chance, true)) {
            const auto kind = chance.rolls(0.5) ? FaultKind::nap : FaultKind::sleep;
            plan_.faults.push_back({.kind = kind,
                                    .at = at + ms(chance.up_to(lecture_ends_within)),
                                    .lasts = lasts,
                                    .nodes = {node},
                                    .amount = 0});
        }
    }

    /// Many lose their power in one moment, and are back in another one.
    void darken_floors() {
        Chance chance{plan_.seed, "swarm floors"};
        if (!chance.rolls(0.5)) return;
        for (auto count = 1 + chance.below(floors_most); count > 0; --count) {
            const auto at = ms(chance.up_to(plan_.heals_at));
            const auto lasts = some_time(chance, away_least, away_most);
            plan_.faults.push_back({.kind = FaultKind::power_cut,
                                    .at = at,
                                    .lasts = lasts,
                                    .nodes = victims(chance, true),
                                    .amount = 0});
        }
    }

    /// One comes and goes, again and again.
    void flap() {
        Chance chance{plan_.seed, "swarm flapping"};
        if (!chance.rolls(0.5)) return;
        const auto node = static_cast<NodeNumber>(chance.below(plan_.nodes.size()));
        const auto kind = flapping[chance.below(std::size(flapping))];
        auto at = ms(chance.up_to(plan_.heals_at / 2));
        for (auto times = static_cast<int>(chance.log_uniform(flaps_least, flaps_most)); times > 0;
             --times) {
            const auto lasts = some_time(chance, flap_least, flap_most);
            plan_.faults.push_back(
                {.kind = kind, .at = at, .lasts = lasts, .nodes = {node}, .amount = 0});
            at += lasts + some_time(chance, flap_least, flap_most);
            if (at >= plan_.heals_at) return;
        }
    }

    /// Whoever is outside the core is gone from the end of the trouble on, in one way or another.
    void break_the_rest() {
        Chance chance{plan_.seed, "swarm rest"};
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node) {
            const auto kind = chance.rolls(silent_share) ? FaultKind::unplug : FaultKind::power_cut;
            if (plan_.nodes[node].is_in_core) continue;
            plan_.faults.push_back({.kind = kind,
                                    .at = plan_.heals_at,
                                    .lasts = liveness,
                                    .nodes = {node},
                                    .amount = 0});
        }
    }

    void add_messages() {
        Chance chance{plan_.seed, "swarm messages"};
        const auto count = static_cast<std::uint64_t>(chance.log_uniform(5, 200));
        for (std::uint64_t i = 0; i < count; ++i) {
            const auto from = static_cast<NodeNumber>(chance.below(plan_.nodes.size()));
            const auto to = static_cast<NodeNumber>(chance.below(plan_.nodes.size()));
            const auto at = ms(chance.up_to(plan_.heals_at));
            if (from != to)
                plan_.acts.push_back({.kind = ActKind::say, .at = at, .from = from, .to = to});
        }
        std::ranges::sort(plan_.acts, {}, &Act::at);
    }

    Plan plan_;
};

}  // namespace

Plan make_swarm(std::uint64_t seed, const SwarmSize& size) { return Maker{seed, size}.take(); }

}  // namespace earshot::sim
