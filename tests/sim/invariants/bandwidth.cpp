#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/gossip/frames.hpp"
#include "tests/sim/invariants/invariants.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

/// Of presence, outside of syncs: in one second.
constexpr std::uint64_t presence_bytes_max = 64'000;
/// What a frame costs beside its body: its own header and padding, and those of its packet.
constexpr std::uint64_t frame_overhead = 150;
/// A comparison of tables, and the records that come of it, takes so long.
constexpr Duration sync_takes = 3s;
constexpr Duration settled_within = 5min;
/// What a quiet network costs each of its computers in a second: keepalives of its links, and what
/// gossip does from time to time. docs/SIMULATION.md has measured figures.
constexpr double quiet_bytes = 100;
constexpr double quiet_bytes_per_link = 40;
constexpr double settled_share = 1.3;

bool is_sync(std::uint8_t type) {
    return type == gossip::digest_frame || type == gossip::buckets_frame;
}
/// Of links and of presence. What people write, and the keys that those who know each other
/// exchange on each link, comes on top.
bool is_upkeep(std::uint8_t type) { return type <= hello_type || gossip::is_gossip(type); }
bool is_card(std::uint8_t type) {
    return type == gossip::card_wanted_frame || type == gossip::foreign_card_frame ||
           type == gossip::cards_missing_frame;
}

/// A5: nobody sends more than its share in any second; V6: after the trouble the network comes to
/// cost again what a quiet one does. Where links are of bytes only A5 is seen.
class Bandwidth final : public Invariant, public FrameWatcher {
public:
    explicit Bandwidth(const Plan& plan) : plan_(plan), shares_(plan.nodes.size()) {}

    void at_start(World& world) override {
        world_ = &world;
        world.frame_watchers.push_back(this);
    }

    void on_sent(NodeNumber from, LinkId, std::uint8_t type, ByteView body) override {
        if (from >= shares_.size() || !gossip::is_gossip(type) || is_card(type)) return;
        if (is_sync(type)) return note_sync(from);
        shares_[from].bytes += body.size() + frame_overhead;
    }
    void on_came(NodeNumber to, LinkId, std::uint8_t type, ByteView) override {
        if (to < shares_.size() && is_sync(type)) note_sync(to);
    }

    void on_second(const World& world, Violations& violations) override {
        for (NodeNumber node = 0; node < shares_.size(); ++node) {
            auto& share = shares_[node];
            const auto bytes = std::exchange(share.bytes, 0);
            if (bytes > presence_bytes_max && share.synced + sync_takes < world.now())
                violations.add("A5",
                               world.peers()[node]->name() + " sends " + std::to_string(bytes) +
                                   " bytes of presence in a second",
                               world.now());
        }
        if (world.now() < Moment{plan_.heals_at + settled_within} || settled_at_) return;
        settled_at_ = world.now();
        settled_bytes_ = bytes_of_core(world);
    }

    void at_end(World& world, const Plan&, Violations& violations) override {
        if (world.seam != Seam::frames || !settled_at_ || world.now() - *settled_at_ < 30s) return;
        const auto seconds = std::chrono::duration<double>(world.now() - *settled_at_).count();
        const auto rate = static_cast<double>(bytes_of_core(world) - settled_bytes_) / seconds;
        double quiet = 0;
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node)
            if (is_core(node))
                quiet +=
                    quiet_bytes + quiet_bytes_per_link *
                                      static_cast<double>(world.peers()[node]->connection_count());
        if (rate > settled_share * quiet)
            violations.add("V6",
                           "the network still sends " + std::to_string(static_cast<int>(rate)) +
                               " bytes a second, not " + std::to_string(static_cast<int>(quiet)),
                           world.now());
    }

private:
    struct Share {
        std::uint64_t bytes = 0;  ///< In this second.
        Moment synced = Moment::min();
    };

    void note_sync(NodeNumber node) { shares_[node].synced = world_->now(); }
    bool is_core(NodeNumber node) const {
        return plan_.nodes[node].is_there && plan_.nodes[node].is_in_core;
    }
    std::uint64_t bytes_of_core(const World& world) const {
        std::uint64_t bytes = 0;
        for (NodeNumber node = 0; node < plan_.nodes.size(); ++node)
            if (is_core(node))
                for (std::size_t type = 0; type < 256; ++type)
                    if (is_upkeep(static_cast<std::uint8_t>(type)))
                        bytes += world.traffic.of(node).sent[type].bytes;
        return bytes;
    }

    const Plan& plan_;
    World* world_ = nullptr;
    std::vector<Share> shares_;
    std::optional<Moment> settled_at_;  ///< From when on it is to be quiet.
    std::uint64_t settled_bytes_ = 0;
};

}  // namespace

std::unique_ptr<Invariant> bandwidth(const Plan& plan) { return std::make_unique<Bandwidth>(plan); }

}  // namespace earshot::sim
