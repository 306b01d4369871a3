#include <map>
#include <memory>
#include <set>
#include <vector>

#include "tests/sim/checks.hpp"
#include "tests/sim/gossip_liar.hpp"
#include "tests/sim/invariants/invariants.hpp"
#include "tests/sim/signatures.hpp"
#include "tests/sim/vigil.hpp"

namespace earshot::sim {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t honest_least = 6;
constexpr std::uint64_t honest_more = 10;
constexpr std::uint64_t liars_most = 3;
constexpr Duration lies_for = 5min;
/// So long somebody who is there may be taken for gone: until they have contradicted.
constexpr Duration mistake_max = 5s;

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
        vigil_.add(std::make_unique<Judge>(*this));
    }

    Report tell() {
        for (auto* const peer : honest_) start_within(*peer, 20s);
        for (auto* const peer : liars_) start_within(*peer, 20s);
        vigil_.require("V3: all see all, before anybody lies", 2min, [&] { return all_see_all(); });
        for (auto* const mind : minds_) mind->begin();
        is_judging_ = true;
        const auto begun = world_.now();

        auto& victim = *honest_[chance_.below(honest_.size())];
        vigil_.pass(chance_.between(30s, 90s));
        gone_ = &victim;
        victim.crash();
        vigil_.require("V3: a dead process is seen by all, whatever is said", 1min,
                       [&] { return none_sees(victim); });
        victim.start();
        vigil_.require("V3: and is seen again when it is back", 1min,
                       [&] { return all_see(victim); });
        vigil_.pass(mistake_max);
        gone_ = nullptr;

        auto& speaker = *honest_[chance_.below(honest_.size())];
        speaker.choose(gossip::State::away);
        vigil_.require("a change of status reaches all", 30s,
                       [&] { return all_read_away(speaker); });
        if (world_.now() < begun + lies_for) vigil_.pass(begun + lies_for - world_.now());

        for (auto* const mind : minds_) mind->end();
        vigil_.require("V3: all see all, when nobody lies any more", 2min,
                       [&] { return all_see_all(); });
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

    // What is judged each second while some lie.

    class Judge final : public Invariant {
    public:
        explicit Judge(Story& story) : story_(story) {}
        void on_second(const World&, Violations& violations) override {
            if (story_.is_judging_) story_.judge(violations);
        }

    private:
        Story& story_;  // Owns us.
    };

    void judge(Violations& violations) {
        for (auto* const one : honest_) {
            if (one->engine() == nullptr || one == gone_) continue;
            judge_records(*one, violations);
            for (auto* const other : honest_) judge_view(*one, *other, violations);
        }
    }
    /// F1, as far as lies go.
    void judge_view(const Peer& one, const Peer& other, Violations& violations) {
        auto& since = mistaken_[{&one, &other}];
        if (&one == &other || &other == gone_ || sees(one, other)) return since.reset();
        if (!since) since = world_.now();
        if (world_.now() - *since > mistake_max)
            violations.add("F1", one.name() + " believes " + other.name() + " gone", world_.now());
    }
    /// A2, A3: what is held of somebody is what they signed, byte for byte.
    void judge_records(const Peer& one, Violations& violations) const {
        for (const auto& [sid, entry] : one.engine()->gossip().table().entries()) {
            const auto anew = gossip::read_record(entry.record->bytes);
            if (!anew || anew->presence != entry.record->presence ||
                !gossip::is_authentic(*anew, gossip::NetworkId{}, world_.signatures))
                violations.add("A2", one.name() + " holds what nobody signed", world_.now());
        }
    }

    // What can be seen.

    static const gossip::Entry* entry_of(const Peer& one, const Peer& other) {
        const auto* const engine = one.engine();
        return engine == nullptr ? nullptr : engine->gossip().table().find(other.device());
    }
    static bool sees(const Peer& one, const Peer& other) {
        const auto* const entry = entry_of(one, other);
        return entry != nullptr && entry->is_online();
    }
    bool all_but(const Peer& other, const std::function<bool(const Peer&)>& holds) const {
        return std::ranges::all_of(honest_,
                                   [&](const auto* one) { return one == &other || holds(*one); });
    }
    bool all_see(const Peer& other) const {
        return all_but(other, [&](const Peer& one) { return sees(one, other); });
    }
    bool none_sees(const Peer& other) const {
        return all_but(other, [&](const Peer& one) { return !sees(one, other); });
    }
    bool all_see_all() const {
        return std::ranges::all_of(honest_, [&](const auto* other) { return all_see(*other); });
    }
    bool all_read_away(const Peer& other) const {
        return all_but(other, [&](const Peer& one) {
            const auto* const entry = entry_of(one, other);
            return entry != nullptr && entry->shown() == gossip::State::away;
        });
    }

    MemoSignatures signatures_;
    World world_;
    Chance chance_;
    std::vector<Peer*> honest_;
    std::vector<Peer*> liars_;
    std::vector<GossipLiar*> minds_;  // Their peers own them.
    Report report_;
    Vigil vigil_{world_, report_};
    std::map<std::pair<const Peer*, const Peer*>, std::optional<Moment>> mistaken_;
    const Peer* gone_ = nullptr;  ///< Or just back.
    bool is_judging_ = false;
};

}  // namespace

Report rumours(std::uint64_t seed) { return Story{seed}.tell(); }

}  // namespace earshot::sim
