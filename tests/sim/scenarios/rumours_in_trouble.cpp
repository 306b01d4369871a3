#include <algorithm>

#include "tests/sim/lying_network.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t honest_least = 6;
constexpr std::uint64_t honest_more = 8;
constexpr Duration trouble_for = 5min;
constexpr Micros silence_most = 25s;  // A link outlives 14.
constexpr Micros down_most = 30s;
constexpr Micros cut_most = 40s;
constexpr double multicast_loss = 0.3;
/// Whoever was wrong often is not listened to for a while, so that audits have to find the dead.
constexpr Micros dead_within = 2min;

/// The network breaks while some lie about who is here. What is believed meanwhile may be wrong;
/// what is held is signed, and all is right soon after, though they go on lying.
class Story : LyingNetwork {
public:
    explicit Story(std::uint64_t seed) : LyingNetwork(seed, "rumours in trouble") {
        place_honest(honest_least + chance_.below(honest_more));
        place_some_liars();
        watch();
    }

    Report tell() {
        start_all();
        begin_lying();
        onlookers_->judge_views(false);
        world_.network.multicast_loss = multicast_loss;
        for (const auto until = world_.now() + trouble_for; world_.now() < until;) {
            strike();
            vigil_.pass(chance_.between(5s, 20s));
        }
        vigil_.pass(std::max({silence_most, down_most, cut_most}));
        world_.network.multicast_loss = 0;
        vigil_.require("V3: all see all after the trouble, whatever is said", 2min,
                       [&] { return onlookers_->all_see_all(); });
        onlookers_->judge_views(true);
        restart(any_honest(), dead_within);
        return end();
    }

private:
    Peer& any_honest() { return *honest_[chance_.below(honest_.size())]; }

    void strike() {
        switch (chance_.below(3)) {
            case 0: return fall_silent(any_honest());
            case 1: return go_down(any_honest());
            default: return part();
        }
    }

    void fall_silent(const Peer& peer) {
        world_.network.spot(peer.number()).silent_until =
            world_.now() + chance_.up_to(silence_most);
    }

    void go_down(Peer& peer) {
        if (!peer.is_up()) return;
        peer.crash();
        start_within(peer, down_most);
    }

    /// Some are on an island, perhaps with a liar.
    void part() {
        world_.network.cut_off(1, {.is_mute = true, .is_deaf = true});
        for (auto* const group : {&honest_, &liars_})
            for (const auto* const peer : *group)
                world_.network.spot(peer->number()).island = chance_.rolls(0.3) ? 1 : 0;
        world_.after(chance_.up_to(cut_most), [this] { world_.network.heal(); });
    }
};

}  // namespace

Report rumours_in_trouble(std::uint64_t seed) { return Story{seed}.tell(); }

}  // namespace earshot::sim
