#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/base/limits.hpp"
#include "tests/sim/lying_network.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t honest_least = 6;
constexpr std::uint64_t honest_more = 12;
constexpr std::uint64_t liars_most = 2;
constexpr double made_up_least = 100;
constexpr double made_up_most = 300;
constexpr std::uint64_t companions_most = 12;
/// Others are made up each time, and often enough that budgets have an end.
constexpr Micros anew_after = 40s;
constexpr int floods = 6;
/// Whoever is known for less than a minute is not listened to.
constexpr Micros dead_within = 90s;

/// Of computers that nobody ever met each takes in as many as it may; at one address it takes as
/// many as it may for met.
class Doorkeepers final : public Invariant {
public:
    void add(const Peer& honest) { honest_.push_back(&honest); }
    void add_companion(const Peer& one) { companions_.push_back(&one); }
    /// Not to be counted, from whomever they come.
    void welcome(const Peer& one) { welcome_.insert(gossip::sid_of(one.device())); }

    void on_second(const World& world, Violations& violations) override {
        for (const auto* const peer : honest_) {
            if (peer->engine() == nullptr) continue;
            check_newcomers(*peer, world, violations);
            check_met(*peer, world, violations);
        }
    }

private:
    struct Seen {
        InstanceId instance;  ///< Other after a start.
        Moment started{};
        std::set<gossip::Sid> all;
        std::size_t since_free = 0;
    };

    void check_newcomers(const Peer& peer, const World& world, Violations& violations) {
        auto& seen = seen_[&peer];
        if (seen.instance != peer.instance()) seen = {peer.instance(), world.now(), {}, 0};
        const auto free_until = seen.started + limits::newcomers_free;
        for (const auto& [sid, entry] : peer.engine()->gossip().table().entries())
            if (!welcome_.contains(sid) && seen.all.insert(sid).second && world.now() > free_until)
                ++seen.since_free;
        if (world.now() <= free_until) return;
        const auto seconds = std::chrono::duration<double>(world.now() - free_until).count();
        const auto most = limits::newcomers_burst + limits::newcomers_per_second * (seconds + 1);
        if (static_cast<double>(seen.since_free) > most)
            violations.add("A4",
                           peer.name() + " took in " + std::to_string(seen.since_free) +
                               " computers that nobody met",
                           world.now());
    }

    void check_met(const Peer& peer, const World& world, Violations& violations) const {
        std::size_t met = 0;
        for (const auto* const one : companions_)
            if (peer.engine()->gossip().links().has_met(gossip::sid_of(one->device()))) ++met;
        if (met > limits::computers_per_address_max)
            violations.add(
                "A4",
                peer.name() + " takes " + std::to_string(met) + " computers at one address for met",
                world.now());
    }

    std::vector<const Peer*> honest_;
    std::vector<const Peer*> companions_;
    std::set<gossip::Sid> welcome_;
    std::map<const Peer*, Seen> seen_;
};

/// A network in which one or two sign for hundreds of computers that there are not, and one has a
/// dozen at its address that there are. Meanwhile honest ones come, die and come back.
class Story : LyingNetwork {
public:
    Story(std::uint64_t seed, bool goes_on) : LyingNetwork(seed, "sybils"), goes_on_(goes_on) {
        place_honest(honest_least + chance_.below(honest_more));
        for (auto* const name : {"early", "late"}) newcomers_.push_back(&world_.place_peer(name));
        for (auto count = 1 + chance_.below(liars_most); count > 0; --count) add_liar(count);
        for (auto count = chance_.below(companions_most + 1); count > 0; --count)
            companions_.push_back(
                &world_.place_beside(*liars_.front(), "companion" + std::to_string(count)));
        watch();
        add_doorkeepers();
    }

    Report tell() {
        start_all();
        for (auto* const peer : companions_) start_within(*peer, 1min);
        begin_lying();

        vigil_.pass(chance_.between(10s, 60s));
        let_in(*newcomers_.front());
        restart(*honest_[chance_.below(honest_.size())], dead_within);
        if (goes_on_) go_on();
        return end();
    }

private:
    /// When nobody may come in for nothing any more, others are made up, again and again.
    void go_on() {
        while (vigil_.is_well() && world_.now() < Moment{limits::newcomers_free + 1min})
            vigil_.pass(1s);
        for (int flood = 0; flood < floods && vigil_.is_well(); ++flood) {
            for (auto* const mind : minds_) mind->invent_anew();
            vigil_.pass(anew_after);
            if (flood == floods / 2) let_in(*newcomers_.back());
        }
        restart(*honest_[chance_.below(honest_.size())], dead_within);
    }

    void add_liar(std::uint64_t number) {
        std::set<Rumour> rumours{Rumour::invents};
        for (const auto other : {Rumour::slanders, Rumour::keeps_silent, Rumour::hurries})
            if (chance_.rolls(0.2)) rumours.insert(other);
        const auto count =
            static_cast<std::size_t>(chance_.log_uniform(made_up_least, made_up_most));
        place_liar(number, std::move(rumours),
                   {.count = count,
                    .at_once = count / 2,
                    .are_anywhere = true,
                    .contradict = chance_.rolls(0.5)});
    }

    void add_doorkeepers() {
        auto doorkeepers = std::make_unique<Doorkeepers>();
        for (const auto* const peer : honest_) doorkeepers->add(*peer);
        for (const auto* const all : {&honest_, &newcomers_, &liars_, &companions_})
            for (const auto* const peer : *all) doorkeepers->welcome(*peer);
        for (const auto* const peer : companions_) doorkeepers->add_companion(*peer);
        vigil_.add(std::move(doorkeepers));
    }

    void let_in(Peer& newcomer) {
        newcomer.start();
        vigil_.require("V3: an honest newcomer is seen by all", 1min,
                       [&] { return onlookers_->all_see(newcomer); });
        vigil_.require("V3: and sees all", 1min, [&] { return onlookers_->sees_all(newcomer); });
    }

    bool goes_on_;
    std::vector<Peer*> newcomers_;
    std::vector<Peer*> companions_;
};

}  // namespace

Report sybils(std::uint64_t seed) { return Story{seed, false}.tell(); }
Report sybils_without_end(std::uint64_t seed) { return Story{seed, true}.tell(); }

}  // namespace earshot::sim
