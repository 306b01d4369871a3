#include "tests/sim/lying_network.hpp"

#include <memory>
#include <string>
#include <utility>

#include "tests/sim/checks.hpp"
#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t liars_most = 3;
constexpr Micros all_started_within = 20s;

/// Whoever is back may contradict what was said of them meanwhile.
constexpr Duration back_within = 5s;

}  // namespace

LyingNetwork::LyingNetwork(std::uint64_t seed, std::string_view story)
    : world_(seed, Seam::frames, signatures_), chance_(seed, story) {}

void LyingNetwork::place_honest(std::uint64_t count) {
    for (; count > 0; --count) honest_.push_back(&world_.place_peer("h" + std::to_string(count)));
}

void LyingNetwork::place_liar(std::uint64_t number, std::set<Rumour> rumours,
                              const GossipLiar::Sybils& sybils) {
    auto& peer = world_.place_peer("liar" + std::to_string(number));
    auto liar = std::make_unique<GossipLiar>(world_, peer, std::move(rumours), sybils);
    minds_.push_back(liar.get());
    peer.meddler = std::move(liar);
    liars_.push_back(&peer);
}

void LyingNetwork::place_some_liars() {
    for (auto count = 1 + chance_.below(liars_most); count > 0; --count) {
        std::set<Rumour> rumours{static_cast<Rumour>(chance_.below(rumours_count))};
        for (std::size_t i = 0; i < rumours_count; ++i)
            if (chance_.rolls(0.2)) rumours.insert(static_cast<Rumour>(i));
        place_liar(count, std::move(rumours));
    }
}

void LyingNetwork::watch() {
    std::set<NodeNumber> liars;
    for (const auto* const liar : liars_) liars.insert(liar->number());
    auto onlookers = std::make_unique<Onlookers>(world_);
    onlookers_ = onlookers.get();
    for (const auto* const peer : honest_) onlookers->add(*peer);
    vigil_.add(bounded_state());
    vigil_.add(monotone_records(std::move(liars)));
    vigil_.add(no_busy_loop());
    vigil_.add(std::move(onlookers));
}

void LyingNetwork::start_within(Peer& peer, Micros time) {
    world_.after(chance_.up_to(time), [&peer] { peer.start(); });
}

void LyingNetwork::start_all() {
    for (auto* const peer : honest_) start_within(*peer, all_started_within);
    for (auto* const peer : liars_) start_within(*peer, all_started_within);
}

void LyingNetwork::begin_lying() {
    vigil_.require("V3: all see all, before anybody lies", 2min,
                   [&] { return onlookers_->all_see_all(); });
    for (auto* const mind : minds_) mind->begin();
    onlookers_->judge(true);
}

void LyingNetwork::restart(Peer& victim, Micros longest) {
    onlookers_->excuse(&victim);
    victim.crash();
    vigil_.require("V3: a dead process is seen by all, whatever is said", longest,
                   [&] { return onlookers_->none_sees(victim); });
    victim.start();
    vigil_.require("V3: and is seen again when it is back", 1min,
                   [&] { return onlookers_->all_see(victim); });
    vigil_.pass(back_within);
    onlookers_->excuse(nullptr);
}

Report LyingNetwork::end() {
    for (auto* const mind : minds_) mind->end();
    vigil_.require("V3: all see all, when nobody lies any more", 2min,
                   [&] { return onlookers_->all_see_all(); });
    vigil_.end();
    return finish(world_, std::move(report_));
}

}  // namespace earshot::sim
