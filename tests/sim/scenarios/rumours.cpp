#include <memory>
#include <set>
#include <vector>

#include "tests/sim/checks.hpp"
#include "tests/sim/gossip_liar.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/onlookers.hpp"
#include "tests/sim/signatures.hpp"
#include "tests/sim/vigil.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t honest_least = 6;
constexpr std::uint64_t honest_more = 10;
constexpr std::uint64_t liars_most = 3;
constexpr Duration lies_for = 5min;
/// Whoever is back may contradict what was said of them meanwhile.
constexpr Duration back_within = 5s;

/// A network in which some lie about who is here, while one computer dies and comes back.
class Story {
public:
    explicit Story(std::uint64_t seed)
        : world_(seed, Seam::frames, signatures_), chance_(seed, "rumours") {
        for (auto count = honest_least + chance_.below(honest_more); count > 0; --count)
            honest_.push_back(&world_.place_peer("h" + std::to_string(count)));
        for (auto count = 1 + chance_.below(liars_most); count > 0; --count) add_liar(count);
        vigil_.add(bounded_state());
        std::set<NodeNumber> liars;
        for (const auto* const liar : liars_) liars.insert(liar->number());
        vigil_.add(monotone_records(std::move(liars)));
        vigil_.add(no_busy_loop());
        auto onlookers = std::make_unique<Onlookers>(world_);
        onlookers_ = onlookers.get();
        for (const auto* const peer : honest_) onlookers_->add(*peer);
        vigil_.add(std::move(onlookers));
    }

    Report tell() {
        for (auto* const peer : honest_) start_within(*peer, 20s);
        for (auto* const peer : liars_) start_within(*peer, 20s);
        vigil_.require("V3: all see all, before anybody lies", 2min,
                       [&] { return onlookers_->all_see_all(); });
        for (auto* const mind : minds_) mind->begin();
        onlookers_->judge(true);
        const auto begun = world_.now();

        auto& victim = *honest_[chance_.below(honest_.size())];
        vigil_.pass(chance_.between(30s, 90s));
        onlookers_->excuse(&victim);
        victim.crash();
        vigil_.require("V3: a dead process is seen by all, whatever is said", 1min,
                       [&] { return onlookers_->none_sees(victim); });
        victim.start();
        vigil_.require("V3: and is seen again when it is back", 1min,
                       [&] { return onlookers_->all_see(victim); });
        vigil_.pass(back_within);
        onlookers_->excuse(nullptr);

        auto& speaker = *honest_[chance_.below(honest_.size())];
        speaker.choose(gossip::State::away);
        vigil_.require("a change of status reaches all", 30s,
                       [&] { return onlookers_->all_read(speaker, gossip::State::away); });
        if (world_.now() < begun + lies_for) vigil_.pass(begun + lies_for - world_.now());

        for (auto* const mind : minds_) mind->end();
        vigil_.require("V3: all see all, when nobody lies any more", 2min,
                       [&] { return onlookers_->all_see_all(); });
        vigil_.end();
        return finish(world_, std::move(report_));
    }

private:
    void add_liar(std::uint64_t number) {
        auto& peer = world_.place_peer("liar" + std::to_string(number));
        std::set<Rumour> rumours{static_cast<Rumour>(chance_.below(rumours_count))};
        for (std::size_t i = 0; i < rumours_count; ++i)
            if (chance_.rolls(0.2)) rumours.insert(static_cast<Rumour>(i));
        auto liar = std::make_unique<GossipLiar>(world_, peer, std::move(rumours));
        minds_.push_back(liar.get());
        peer.meddler = std::move(liar);
        liars_.push_back(&peer);
    }
    void start_within(Peer& peer, Micros time) {
        world_.after(chance_.up_to(time), [&peer] { peer.start(); });
    }

    MemoSignatures signatures_;
    World world_;
    Chance chance_;
    std::vector<Peer*> honest_;
    std::vector<Peer*> liars_;
    std::vector<GossipLiar*> minds_;  // Their peers own them.
    Report report_;
    Vigil vigil_{world_, report_};
    Onlookers* onlookers_ = nullptr;  // The vigil owns them.
};

}  // namespace

Report rumours(std::uint64_t seed) { return Story{seed}.tell(); }

}  // namespace earshot::sim
