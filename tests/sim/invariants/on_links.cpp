#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/base/limits.hpp"
#include "core/gossip/frames.hpp"
#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// What was decided before a hold, or in the last turn before a sleep, may still leave after it, in
/// a turn that is late by what does not count as a hold yet.
constexpr Duration decided_before = limits::late_turn + 200ms;

constexpr Duration maker_memory = 2 * limits::own_version_burst * limits::own_version_interval;

/// Frames that leave: A7 nobody accuses while it has to hold its judgement, or has just woken, and
/// A8 nobody announces a version twice on one link, or asks there for what came there.
class OnLinks final : public Invariant, public FrameWatcher {
public:
    void at_start(World& world) override {
        world_ = &world;
        world.frame_watchers.push_back(this);
    }

    void on_second(const World& world, Violations& violations) override {
        for (const auto& [invariant, what] : std::exchange(found_, {}))
            violations.add(invariant, what, world.now());
    }

    void on_sent(NodeNumber node, LinkId link, std::uint8_t type, ByteView body) override {
        const auto original = original_of(node);
        if (type == gossip::checked_frame)
            if (const auto frame = decoded<gossip::CheckedFrame>(body); frame && frame->witness)
                said_.insert({original, frame->version});
        if (type == gossip::doubts_frame)
            if (const auto frame = decoded<gossip::DoubtsFrame>(body))
                for (const auto& doubt : frame->doubts)
                    accuse(*world_->peers()[original], doubt,
                           original != node || frame->is_reconciled);
        if (original != node) return;  // Nobody's promises hold for a clone.
        const auto& peer = *world_->peers()[node];
        if (type == gossip::have_frame)
            if (const auto frame = decoded<gossip::HaveFrame>(body))
                for (const auto& version : frame->versions) announce(peer, link, version);
        if (type == gossip::want_frame)
            if (const auto frame = decoded<gossip::WantFrame>(body))
                for (const auto& sid : frame->sids) ask(peer, link, sid);
    }

    void on_came(NodeNumber node, LinkId link, std::uint8_t type, ByteView body) override {
        const auto listed = [&](const gossip::Version& version) {
            forget_announced(node, link, version);
            hear_of(node, link, version);
        };
        if (type == gossip::have_frame)
            if (const auto frame = decoded<gossip::HaveFrame>(body))
                for (const auto& version : frame->versions) listed(version);
        if (type == gossip::buckets_frame)
            if (const auto frame = decoded<gossip::BucketsFrame>(body))
                for (const auto& each : frame->holdings) listed({each.sid, each.seq});
        if (type == gossip::doubts_frame)
            if (const auto frame = decoded<gossip::DoubtsFrame>(body))
                for (const auto& doubt : frame->doubts) {
                    hear_of(node, link, {doubt.subject, doubt.seq});
                    if (original_of(node) == node) accuse(*world_->peers()[node], doubt, true);
                }
        if (type == gossip::records_frame)
            if (const auto frame = decoded<gossip::RecordsFrame>(body))
                for (const auto& aged : frame->records)
                    if (const auto record = gossip::read_record(aged.record))
                        receive(node, link, {record->sid, record->presence.seq});
    }

private:
    struct Announced {
        std::uint64_t seq = 0;
        std::uint64_t moves = 0;  ///< Of who announces: who comes to a network knows nobody there.
    };

    template <class Frame>
    static Result<Frame> decoded(ByteView body) {
        return wire::decode<Frame>(body, limits::fragmented_body_bytes_max);
    }

    NodeNumber original_of(NodeNumber node) const {
        const auto count = world_->peers().size();
        if (node < count) return node;
        const auto& device = world_->clones()[node - count]->device();
        const auto& all = world_->peers();
        return (*std::ranges::find(all, device, [](const auto& each) { return each->device(); }))
            ->number();
    }

    /// The other side says that it has this version.
    void forget_announced(NodeNumber node, LinkId link, const gossip::Version& version) {
        const auto found = announced_.find({node, link, version.sid});
        if (found != announced_.end() && found->second.seq > version.seq) announced_.erase(found);
    }
    void hear_of(NodeNumber node, LinkId link, const gossip::Version& version) {
        auto& told = told_[{node, link, version.sid}];
        told = {std::max(told.seq, version.seq), false};
    }
    void receive(NodeNumber node, LinkId link, const gossip::Version& version) {
        forget_announced(node, link, version);
        note_news(node, version);
        auto& told = told_[{node, link, version.sid}];
        told.has_come = told.seq <= version.seq;
    }

    /// How fast versions of somebody come.
    void note_news(NodeNumber node, const gossip::Version& version) {
        auto& news = news_[{node, version.sid}];
        if (version.seq <= news.seq) return;
        news.seq = version.seq;
        std::erase_if(news.times, [&](Moment time) { return time + maker_memory < world_->now(); });
        news.times.push_back(world_->now());
    }
    bool is_hurried(NodeNumber node, const gossip::Sid& sid) const {
        const auto found = news_.find({node, sid});
        return found != news_.end() && found->second.times.size() >= limits::own_version_burst;
    }

    /// Whoever then says that it has an older one is told again. Of two who run with the same keys
    /// there are different records of one version, of which one wins. What comes faster than it is
    /// passed on may leave together with what was before it, and again when its time has come.
    void announce(const Peer& peer, LinkId link, const gossip::Version& version) {
        const auto [found, is_first] = announced_.try_emplace({peer.number(), link, version.sid});
        const auto before = std::exchange(found->second, {version.seq, peer.moves()});
        if (is_first || before.seq != version.seq || before.moves != peer.moves()) return;
        if (is_forked(version.sid) || is_hurried(peer.number(), version.sid)) return;
        found_.emplace_back("A8", peer.name() + " announces a version twice on one link");
    }

    bool is_forked(const gossip::Sid& sid) const {
        for (const auto& clone : world_->clones())
            if (gossip::sid_of(clone->device()) == sid) return true;
        for (const auto& peer : world_->peers())
            if (!peer->disks_before().empty() && gossip::sid_of(peer->device()) == sid) return true;
        return false;
    }

    /// For itself it may ask: somebody may have run with its keys.
    void ask(const Peer& peer, LinkId link, const gossip::Sid& sid) {
        const auto found = told_.find({peer.number(), link, sid});
        if (found == told_.end() || !found->second.has_come) return;
        if (sid == gossip::sid_of(peer.device()) || is_forked(sid)) return;
        found_.emplace_back("A8", peer.name() + " asks on a link for what came there");
    }

    /// What it testified before, in another life perhaps, it may pass on.
    void accuse(const Peer& peer, const gossip::Doubt& doubt, bool is_known) {
        const auto own = peer.identity().device_keys().public_key();
        for (const auto& witness : doubt.witnesses)
            if (witness.device == own &&
                said_.insert({peer.number(), {doubt.subject, doubt.seq}}).second && !is_known)
                judge(peer);
    }

    void judge(const Peer& peer) {
        const auto& gossip = peer.engine()->gossip();
        const auto hold_left_max = limits::unhealthy_hold - decided_before;
        if (gossip.is_held(peer.steady()) && !gossip.is_held(peer.steady() + hold_left_max))
            found_.emplace_back("A7", peer.name() + " accuses while it holds its judgement");
        if (!peer.woke_at()) return;
        const auto awake = world_->now() - *peer.woke_at();
        if (awake > decided_before && awake < limits::unhealthy_hold)
            found_.emplace_back("A7", peer.name() + " accuses when it has just woken");
    }

    struct News {
        std::uint64_t seq = 0;
        std::vector<Moment> times;
    };

    /// The highest version that was spoken of on a link; whether it came, and none since.
    struct Told {
        std::uint64_t seq = 0;
        bool has_come = false;
    };

    World* world_ = nullptr;
    std::map<std::tuple<NodeNumber, LinkId, gossip::Sid>, Told> told_;
    std::map<std::pair<NodeNumber, gossip::Sid>, News> news_;
    std::map<std::tuple<NodeNumber, LinkId, gossip::Sid>, Announced> announced_;
    std::set<std::pair<NodeNumber, gossip::Version>> said_;  ///< Testified, to whomever.
    std::vector<std::pair<const char*, std::string>> found_;
};

}  // namespace

std::unique_ptr<Invariant> on_links() { return std::make_unique<OnLinks>(); }

}  // namespace earshot::sim
