#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "tests/sim/network.hpp"

/// A run as data: who is there, what people do, what goes wrong and when. Generators make plans
/// from seeds; whatever is left out of a plan, the rest happens as before, which is what shrinking
/// needs.
namespace earshot::sim {

enum class FaultKind : std::uint8_t {
    gap,         ///< Radios of `nodes` are silent.
    sleep,       ///< Asleep without a word.
    nap,         ///< Asleep, links said goodbye.
    crash,       ///< The process is down; its computer answers.
    power_cut,   ///< The computer is off.
    unplug,      ///< The cable is out.
    island,      ///< `nodes` reach one another only.
    mute,        ///< What `nodes` say does not leave their island.
    deaf,        ///< `nodes` hear one another only.
    isolation,   ///< Their access point keeps `nodes` apart.
    clock,       ///< Wall clocks of `nodes` are off by `amount` seconds.
    full_disk,   ///< Writes of `nodes` fail.
    loss,        ///< Of all packets, by `amount`.
    cuts,        ///< Connections break, per packet by `amount`.
    slowness,    ///< Packets take up to `amount` seconds.
    mdns_loss,   ///< Of multicast packets, by `amount`.
    bad_disk,    ///< Commits fail, per turn by `amount`.
    crashes,     ///< Processes die between commit and effects, per turn by `amount`.
    roam,        ///< `nodes` get other addresses, in the subnet `amount` - 1 further on; their
                 ///< connections die silently, or not if `amount` is negative.
    drift,       ///< Clocks of `nodes` run too fast by `amount` millionths.
    early,       ///< Turns are run too early, per alarm by `amount`.
    late,        ///< Turns are run up to `amount` seconds too late.
    thin,        ///< Connections carry `amount` megabytes a second, and their sockets are small.
    restore,     ///< In the end disks of `nodes` are again what they were at its beginning.
    clone,       ///< Other computers run from copies of the disks of `nodes`.
    mdns_twice,  ///< Of multicast packets `amount` come a second time, later.
    storm,       ///< Everybody asks by multicast who is there, `amount` times a second.
    half_close,  ///< Of the connections of `nodes` a share of `amount` ends for whoever is at the
                 ///< other end; if it is negative, `nodes` hear nothing of that.
    half_dead,   ///< On such a share nothing comes any more from `nodes`, or to them if it is
                 ///< negative, and nobody is told.
    stale,       ///< Caches name who was there once, where they were, per question by `amount`.
    trims,       ///< Hosts close links that are needed, per turn by `amount`.
    lost_news,   ///< Announcements of records do not leave, by `amount`. What `lost_news` and
    misses,      ///< `misses` take away comes back when tables are compared, 6 minutes later.
                 ///< The latter: who is asked for records or cards has none, by `amount`.
    compared,    ///< Tables are compared once more, per turn by `amount`.
    tight,       ///< Of what waits to be written to a link `amount` megabytes are too much.
};
std::string_view text_of(FaultKind kind);
/// Whether it keeps what some know from others.
bool is_of_spread(FaultKind kind);

struct Fault {
    FaultKind kind{};
    Duration at{};
    Duration lasts{};
    std::vector<NodeNumber> nodes;  ///< None where everybody is meant.
    double amount = 0;              ///< In whole millionths.
};

struct PlannedNode {
    bool is_there = true;
    bool is_wifi = false;
    bool is_in_core = true;  ///< Healed at the end; the others stay as broken as they are.
    Duration starts{};
    std::uint32_t subnet = 0;
    bool is_bridge = false;            ///< It has an interface in every subnet.
    std::optional<NodeNumber> seed{};  ///< Whose address its person gave it.
};

enum class ActKind : std::uint8_t { say, away, back };

/// What somebody does: writes to somebody, goes away, comes back.
struct Act {
    ActKind kind{};
    Duration at{};
    NodeNumber from = 0;
    NodeNumber to = 0;
};

enum class CryptoLevel : std::uint8_t { real, memo, fake };

struct Plan {
    std::string scenario;
    std::uint64_t seed = 1;
    CryptoLevel crypto = CryptoLevel::memo;
    bool has_frames = true;  ///< Links are pipes of frames; else bytes and real cryptography.
    std::string canary;      ///< The bug that was planted, if any.
    Duration latency_min{};  ///< Of a packet between cables; 0 is a third of a millisecond.
    Duration latency_max{};
    Duration sighting_again{60'000};  ///< So often discovery tells everybody of everybody.
    bool is_routed = true;            ///< From one subnet to another.
    Duration heals_at{};              ///< Faults end inside the core.
    Duration ends_at{};
    std::vector<PlannedNode> nodes;
    std::vector<Act> acts;
    std::vector<Fault> faults;
};

std::string to_json(const Plan& plan);
/// `malformed` for anything that `to_json` would not have made.
Result<Plan> plan_from_json(std::string_view text);

/// How many subnets it has, from 0 on.
std::uint32_t subnet_count(const Plan& plan);

}  // namespace earshot::sim
