#include "tests/sim/lying_network.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t honest_least = 6;
constexpr std::uint64_t honest_more = 10;
constexpr Duration lies_for = 5min;

/// A network in which some lie about who is here, while one computer dies and comes back.
class Story : LyingNetwork {
public:
    explicit Story(std::uint64_t seed) : LyingNetwork(seed, "rumours") {
        place_honest(honest_least + chance_.below(honest_more));
        place_some_liars();
        watch();
    }

    Report tell() {
        start_all();
        begin_lying();
        const auto begun = world_.now();

        auto& victim = *honest_[chance_.below(honest_.size())];
        vigil_.pass(chance_.between(30s, 90s));
        restart(victim);

        auto& speaker = *honest_[chance_.below(honest_.size())];
        speaker.choose(gossip::State::away);
        vigil_.require("a change of status reaches all", 30s,
                       [&] { return onlookers_->all_read(speaker, gossip::State::away); });
        if (world_.now() < begun + lies_for) vigil_.pass(begun + lies_for - world_.now());
        return end();
    }
};

}  // namespace

Report rumours(std::uint64_t seed) { return Story{seed}.tell(); }

}  // namespace earshot::sim
