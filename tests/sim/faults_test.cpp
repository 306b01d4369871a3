#include "tests/sim/faults.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "core/gossip/frames.hpp"
#include "tests/sim/checks.hpp"
#include "tests/sim/mesh.hpp"
#include "tests/sim/run.hpp"
#include "tests/sim/shrink.hpp"
#include "tests/sim/swarm.hpp"
#include "tests/support/catch.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// A few computers that start together and are well but for one fault.
Plan plan_with(std::size_t nodes, const Fault& fault) {
    Plan plan;
    plan.scenario = "fault";
    plan.nodes.resize(nodes);
    plan.latency_max = 5ms;
    plan.heals_at = 5min;
    plan.ends_at = 6min;
    plan.faults.push_back(fault);
    return plan;
}

/// Carries out a plan as far as one looks.
struct Told {
    explicit Told(const Plan& plan) : world(1, Seam::frames), faults(world, plan) {
        for (std::size_t i = 0; i < plan.nodes.size(); ++i)
            world.place_peer("n" + std::to_string(i));
        faults.schedule();
        for (const auto& peer : world.peers()) peer->start();
    }
    Peer& node(std::size_t number) { return *world.peers()[number]; }
    void until(Micros time) { world.run_for(time - world.now().time_since_epoch()); }
    /// The link of the first two, as each of them calls it. Precondition: there is one.
    std::pair<LinkId, LinkId> link() {
        const auto first = [](const Peer& peer) {
            return peer.engine()->gossip().links().all().begin()->first;
        };
        return {first(node(0)), first(node(1))};
    }
    bool see_each_other() {
        const auto sees = [](const Peer& one, const Peer& other) {
            const auto* const entry = one.engine()->gossip().table().find(other.device());
            return entry != nullptr && entry->is_online();
        };
        return sees(node(0), node(1)) && sees(node(1), node(0));
    }

    World world;
    FaultDriver faults;
};

struct Counted final : FrameWatcher {
    std::map<std::uint8_t, int> sent;
    std::map<std::uint8_t, int> came;

    void on_sent(NodeNumber, LinkId, std::uint8_t type, ByteView) override { ++sent[type]; }
    void on_came(NodeNumber, LinkId, std::uint8_t type, ByteView) override { ++came[type]; }
};

/// Of twelve computers, two of which write, come and go, while something is wrong with all.
Counted frames_with(FaultKind kind, double amount) {
    const auto plan =
        plan_with(12, {.kind = kind, .at = {}, .lasts = 5min, .nodes = {}, .amount = amount});
    Counted counted;
    Told told{plan};
    told.world.frame_watchers.push_back(&counted);
    for (int i = 1; i <= 4; ++i) {
        told.until(i * 30s);
        told.node(0).choose(i % 2 == 1 ? gossip::State::away : gossip::State::online);
        for (int text = 0; text < 5; ++text) told.node(1).say(told.node(2), "text");
    }
    told.until(150s);
    return counted;
}

}  // namespace

TEST_CASE("a disk that is put back knows nothing of what was said since it was copied", "[sim]") {
    const auto plan = plan_with(
        2, {.kind = FaultKind::restore, .at = 1min, .lasts = 1min, .nodes = {0}, .amount = 0});
    Told told{plan};
    told.until(50s);
    told.node(0).say(told.node(1), "before");
    told.until(90s);
    told.node(0).say(told.node(1), "after");
    told.until(110s);
    REQUIRE(told.node(0).texts_from(told.node(0)).size() <= 2);
    REQUIRE(told.node(0).history(told.node(1)).size() == 2);
    told.until(3min);
    CHECK(told.node(0).history(told.node(1)).size() == 1);
    CHECK(told.node(1).history(told.node(0)).size() == 2);
    CHECK(told.node(0).disks_before().size() == 1);
}

TEST_CASE("somebody who runs from a copy of a disk has its keys, and is gone in the end", "[sim]") {
    const auto plan = plan_with(
        3, {.kind = FaultKind::clone, .at = 1min, .lasts = 1min, .nodes = {0}, .amount = 0});
    Told told{plan};
    told.until(90s);
    REQUIRE(told.world.clones().size() == 1);
    const auto& clone = *told.world.clones().front();
    CHECK(clone.device() == told.node(0).device());
    CHECK(clone.endpoint() != told.node(0).endpoint());
    CHECK(clone.is_up());
    CHECK(told.world.is_doubled(0));
    CHECK_FALSE(told.world.is_doubled(1));
    told.until(150s);
    CHECK_FALSE(clone.is_up());
    CHECK_FALSE(told.world.is_doubled(0));
}

TEST_CASE("a computer that roams has an address that the next one gets after it", "[sim]") {
    auto plan = plan_with(
        3, {.kind = FaultKind::roam, .at = 1min, .lasts = 30s, .nodes = {0}, .amount = 1});
    plan.faults.push_back(
        {.kind = FaultKind::roam, .at = 2min, .lasts = 30s, .nodes = {1}, .amount = -1});
    plan.faults.push_back(
        {.kind = FaultKind::roam, .at = 3min, .lasts = 30s, .nodes = {2}, .amount = 2});
    Told told{plan};
    const auto home = told.node(0).endpoint();
    told.until(1min + 10s);
    const auto away = told.node(0).endpoint();
    CHECK(away != home);
    CHECK(told.world.find(home) == nullptr);
    CHECK(told.world.find(away) == &told.node(0));
    told.until(2min + 10s);
    CHECK(told.node(0).endpoint() == home);
    CHECK(told.world.find(away) == &told.node(1));
    told.until(3min + 10s);
    CHECK_FALSE(told.world.network.share_subnet(0, 2));
    CHECK(told.world.network.is_joined(0, 2));
    told.until(4min);
    CHECK(told.world.network.share_subnet(0, 2));
}

TEST_CASE("a clock that runs too fast is ahead of the others by as much as it is told", "[sim]") {
    const auto plan = plan_with(
        2, {.kind = FaultKind::drift, .at = 1min, .lasts = 100s, .nodes = {0}, .amount = 500});
    Told told{plan};
    told.until(4min);
    told.node(0).say(told.node(1), "late");
    told.node(1).say(told.node(0), "early");
    told.until(5min);
    const auto by = [&](std::size_t author) {
        for (const auto& message : told.node(0).history(told.node(1)))
            if (message.author == told.node(author).person()) return message.sent;
        return WallTime{};
    };
    CHECK(by(0) - by(1) == 50ms);
}

TEST_CASE("multicast packets stay in a subnet, and others where nothing is routed", "[sim]") {
    World world{1, Seam::frames};
    for (const auto* name : {"a", "b", "bridge", "c"}) world.place_peer(name);
    world.place_in(*world.peers()[1], 1);
    world.place_in(*world.peers()[3], 1);
    world.bridge(*world.peers()[2], 2);
    auto& network = world.network;
    CHECK(network.is_joined(0, 1));
    network.is_routed = false;
    CHECK_FALSE(network.is_joined(0, 1));
    CHECK(network.is_joined(0, 2));
    CHECK(network.is_joined(2, 1));
    CHECK(network.is_joined(1, 3));

    for (const auto& peer : world.peers()) peer->start();
    world.run_for(1min);
    const Mesh mesh{world};
    CHECK_FALSE(mesh.neighbours(0).contains(1));
    CHECK(mesh.neighbours(2).size() == 3);
}

TEST_CASE("multicast packets that come twice, and many of them, are heard as often", "[sim]") {
    const auto sightings_in = [](FaultKind kind, double amount) {
        const auto plan =
            plan_with(2, {.kind = kind, .at = 5s, .lasts = 3min, .nodes = {}, .amount = amount});
        Told told{plan};
        told.until(6s);
        const auto before = told.node(0).sightings();
        told.until(2min);
        return told.node(0).sightings() - before;
    };
    const auto usual = sightings_in(FaultKind::mdns_loss, 0);
    CHECK(usual > 0);
    CHECK(sightings_in(FaultKind::mdns_twice, 1) == 2 * usual);
    CHECK(sightings_in(FaultKind::storm, 10) > 50);
    CHECK(sightings_in(FaultKind::mdns_loss, 1) == 0);
}

TEST_CASE("connections that are thin take their time", "[sim]") {
    World world{1};
    auto& one = world.add_peer("one");
    auto& other = world.add_peer("other");
    REQUIRE(world.run_until([&] { return one.knows(other) && other.knows(one); }, 1min));
    one.accept(other);
    other.accept(one);
    world.run_for(1s);
    world.faults.bandwidth = 30'000;
    one.say(other, std::string(50'000, 'x'));
    const auto has_come = [&] { return !other.texts_from(one).empty(); };
    CHECK_FALSE(world.run_until(has_come, 1500ms));
    CHECK(world.run_until(has_come, 3s));
}

TEST_CASE("turns that are run early change nothing that is seen, and late ones no promise",
          "[sim]") {
    auto plan = plan_with(
        4, {.kind = FaultKind::early, .at = 10s, .lasts = 4min, .nodes = {}, .amount = 1});
    const auto early = run(plan);
    CHECK(early.violations.empty());
    plan.faults.front().kind = FaultKind::late;
    CHECK(run(plan).violations.empty());
    plan.faults.clear();
    CHECK(early.turns > run(plan).turns);
}

TEST_CASE("plans of subnets and of faults since are stored, and older plans can still be read",
          "[sim]") {
    auto plan = plan_with(
        3, {.kind = FaultKind::roam, .at = 1min, .lasts = 30s, .nodes = {0}, .amount = -2});
    plan.nodes[1].subnet = 1;
    plan.nodes[1].seed = 0;
    plan.nodes[2].is_bridge = true;
    plan.is_routed = false;
    const auto stored = plan_from_json(to_json(plan));
    REQUIRE(stored);
    CHECK(to_json(*stored) == to_json(plan));
    CHECK(stored->nodes[1].seed == NodeNumber{0});
    CHECK_FALSE(stored->is_routed);

    const auto* const old =
        R"({"scenario":"swarm","seed":7,"crypto":"memo","frames":true,"canary":"",)"
        R"("latency_min_ms":0,"latency_max_ms":9,"sighting_again_ms":60000,"heals_at_ms":1000,)"
        R"("ends_at_ms":2000,"nodes":[{"there":true,"wifi":false,"core":true,"starts_ms":5}],)"
        R"("acts":[],"faults":[{"kind":"gap","at_ms":3,"lasts_ms":500,"nodes":[0],)"
        R"("millionths":0}]})";
    const auto read = plan_from_json(old);
    REQUIRE(read);
    CHECK(read->is_routed);
    CHECK(read->nodes.front().subnet == 0);
    CHECK(run(*read).violations.empty());
}

TEST_CASE("a connection that ends in one direction is noticed at once by who hears that", "[sim]") {
    const auto plan = plan_with(
        2, {.kind = FaultKind::half_close, .at = 1min, .lasts = 1s, .nodes = {0}, .amount = -1});
    Told told{plan};
    told.until(59s);
    const auto [one, other] = told.link();
    told.until(1min + 500ms);
    CHECK(told.node(0).has_connection(one));
    CHECK_FALSE(told.node(1).has_connection(other));
    told.until(1min + 40s);
    CHECK_FALSE(told.node(0).has_connection(one));
    CHECK(told.see_each_other());
}

TEST_CASE("a connection that dies in one direction is given up by both, and costs no message",
          "[sim]") {
    for (const double amount : {1.0, -1.0}) {
        const auto plan = plan_with(2, {.kind = FaultKind::half_dead,
                                        .at = 1min,
                                        .lasts = 1s,
                                        .nodes = {0},
                                        .amount = amount});
        Told told{plan};
        told.until(59s);
        const auto [one, other] = told.link();
        told.until(1min + 1s);
        told.node(0).say(told.node(1), "to 1");
        told.node(1).say(told.node(0), "to 0");
        CHECK(told.node(0).has_connection(one));
        CHECK(told.node(1).has_connection(other));
        told.until(1min + 40s);
        CHECK_FALSE(told.node(0).has_connection(one));
        CHECK_FALSE(told.node(1).has_connection(other));
        CHECK(told.see_each_other());
        CHECK(told.node(0).history(told.node(1)).size() == 2);
        CHECK(told.node(1).history(told.node(0)).size() == 2);
    }
}

TEST_CASE("caches that are stale tell of who was there under another name", "[sim]") {
    const auto sightings_with = [](double stale) {
        auto plan = plan_with(
            2, {.kind = FaultKind::crash, .at = 30s, .lasts = 1s, .nodes = {1}, .amount = 0});
        for (const auto kind : {FaultKind::storm, FaultKind::stale})
            plan.faults.push_back({.kind = kind,
                                   .at = 40s,
                                   .lasts = 2min,
                                   .nodes = {},
                                   .amount = kind == FaultKind::storm ? 1 : stale});
        Told told{plan};
        told.until(40s);
        const auto before = told.node(0).sightings();
        told.until(70s);
        CHECK(told.see_each_other());
        return told.node(0).sightings() - before;
    };
    const auto usual = sightings_with(0);
    CHECK(usual > 0);
    CHECK(sightings_with(1) > usual * 3 / 2);
}

TEST_CASE("what hosts do to frames and links is seen on links", "[sim]") {
    const auto plain = frames_with(FaultKind::gap, 0);
    CHECK(plain.sent.at(gossip::have_frame) > 0);
    CHECK(plain.came.at(gossip::want_frame) > 0);
    CHECK(frames_with(FaultKind::lost_news, 1).sent[gossip::have_frame] == 0);
    CHECK(frames_with(FaultKind::misses, 1).came[gossip::want_frame] == 0);
    CHECK(frames_with(FaultKind::compared, 0.5).sent[gossip::digest_frame] >
          plain.sent.at(gossip::digest_frame));
    const auto links = plain.sent.at(gossip::greeting_frame);
    CHECK(frames_with(FaultKind::trims, 0.1).sent[gossip::greeting_frame] > links);
    CHECK(frames_with(FaultKind::tight, 0.0005).sent[gossip::greeting_frame] > links);
}

TEST_CASE("a fault of each kind is stored, and left out of a plan that fails without it", "[sim]") {
    auto plan =
        plan_with(3, {.kind = FaultKind::gap, .at = 1min, .lasts = 10s, .nodes = {1}, .amount = 0});
    for (std::size_t kind = 1; kind <= static_cast<std::size_t>(FaultKind::tight); ++kind)
        plan.faults.push_back({.kind = static_cast<FaultKind>(kind),
                               .at = 2min,
                               .lasts = 10s,
                               .nodes = {},
                               .amount = -0.25});
    std::set<std::string_view> names;
    for (const auto& fault : plan.faults) names.insert(text_of(fault.kind));
    CHECK(names.size() == plan.faults.size());
    const auto stored = plan_from_json(to_json(plan));
    REQUIRE(stored);
    CHECK(to_json(*stored) == to_json(plan));

    for (const auto& blamed : plan.faults) {
        const auto fails = [&](const Plan& smaller) {
            return std::ranges::find(smaller.faults, blamed.kind, &Fault::kind) !=
                   smaller.faults.end();
        };
        const auto small = shrink(plan, fails, [] { return false; });
        REQUIRE(small.faults.size() == 1);
        CHECK(small.faults.front().kind == blamed.kind);
    }
}

TEST_CASE("each kind of trouble is in about half of the swarms", "[sim]") {
    constexpr int seeds = 100;
    std::map<FaultKind, int> seen;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        std::set<FaultKind> kinds;
        for (const auto& fault : make_swarm(seed, {}).faults) kinds.insert(fault.kind);
        for (const auto kind : kinds) ++seen[kind];
    }
    for (std::size_t kind = 0; kind <= static_cast<std::size_t>(FaultKind::tight); ++kind) {
        INFO(text_of(static_cast<FaultKind>(kind)));
        CHECK(seen[static_cast<FaultKind>(kind)] > seeds / 3);
    }
}

TEST_CASE("a fault that is not to blame is left out of a plan, whatever its kind", "[sim]") {
    auto plan = plan_with(
        3, {.kind = FaultKind::clone, .at = 1min, .lasts = 10s, .nodes = {1}, .amount = 0});
    for (const auto kind : {FaultKind::restore, FaultKind::roam, FaultKind::drift})
        plan.faults.push_back({.kind = kind, .at = 2min, .lasts = 10s, .nodes = {1}, .amount = 1});
    plan.acts.push_back({.kind = ActKind::say, .at = 30s, .from = 0, .to = 2});
    const auto fails = [](const Plan& smaller) {
        return !smaller.acts.empty() && !smaller.faults.empty() &&
               smaller.faults.back().kind == FaultKind::drift;
    };
    const auto small = shrink(plan, fails, [] { return false; });
    CHECK(small.faults.size() == 1);
    CHECK(small.acts.size() == 1);
}

}  // namespace earshot::sim
