#include "tests/sim/measurements.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <stdexcept>

#include "core/delivery/frames.hpp"
#include "core/gossip/frames.hpp"
#include "core/link/frame.hpp"
#include "tests/sim/calm.hpp"
#include "tests/sim/chat_meter.hpp"
#include "tests/sim/measurement_times.hpp"
#include "tests/sim/mesh.hpp"
#include "tests/sim/quantile.hpp"
#include "tests/sim/run.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr double most_share = 0.99;
constexpr double half = 0.5;
/// Nobody counts as falsely seen whose radio was silent for so long in the last minute.
constexpr Duration long_trouble = 10s;
constexpr Duration aftermath = 60s;
/// Shorter absences are over before they are noticed.
constexpr Duration noticed_loss_min = 60s;

std::string kind_of(std::uint8_t type) {
    if (type == dial_kind) return "dials";
    switch (type) {
        case gossip::have_frame: return "announces";
        case gossip::want_frame: return "pulls";
        case gossip::records_frame: return "records";
        case gossip::doubts_frame: return "doubts";
        case gossip::digest_frame:
        case gossip::buckets_frame: return "anti_entropy";
        case gossip::card_wanted_frame:
        case gossip::foreign_card_frame:
        case gossip::cards_missing_frame:
        case engine::card_frame: return "cards";
        case delivery::deliver_frame:
        case delivery::acknowledge_frame: return "messages";
        default: break;
    }
    if (type == link::frame_type::empty || type == link::frame_type::ping ||
        type == link::frame_type::pong)
        return "keepalives";
    return gossip::is_gossip(type) ? "neighbourhood" : "partings";
}

/// What one wait for many observers has seen so far.
struct Wait {
    NodeNumber about = 0;
    gossip::State state{};
    bool is_loss = false;  ///< Any state in which nobody is there will do.
    Moment start{};
    std::size_t needed = 0;
    std::set<NodeNumber> reached{};
};

class Meter final : public Invariant, public Watcher {
public:
    Meter(Measurement measurement, const Plan& plan, Figures& figures)
        : measurement_(measurement), plan_(plan), figures_(figures), calm_(plan, long_trouble) {}

    void at_start(World& world) override {
        world_ = &world;
        world.watcher = this;
        world.disks_forget = true;  // Whoever loses its power does not come back.
        for (const auto& peer : world.peers()) numbers_[peer->person()] = peer->number();
        switch (measurement_) {
            case Measurement::steady:
            case Measurement::quiet: return watch_steady(world);
            case Measurement::cold_start: return watch_cold_start(world);
            case Measurement::mass_loss: return watch_mass_loss(world);
            case Measurement::partition: return watch_partition(world);
            case Measurement::crowd: return;  // Has a meter of its own.
        }
    }

    void on_shown(NodeNumber observer, const PersonId& person, gossip::State state) override {
        if (world_->now() < Moment{warm_at}) return;
        const auto found = numbers_.find(person);
        if (found == numbers_.end() || found->second == observer) return;
        note_waits(observer, found->second, state);
        note_false(observer, found->second, gossip::is_there(state));
    }

    void at_end(World& world, const Plan&, Violations&) override {
        world.watcher = nullptr;
        if (measurement_ == Measurement::steady || measurement_ == Measurement::quiet)
            tell_steady(world);
    }

private:
    // A steady network.

    void watch_steady(World& world) {
        world.at(Moment{warm_at}, [&world] { world.traffic.reset(); });
        for (const auto& act : plan_.acts) {
            if (act.at < warm_at || act.kind == ActKind::say) continue;
            const auto state =
                act.kind == ActKind::away ? gossip::State::away : gossip::State::online;
            world.at(Moment{act.at}, [this, act, state] { start_change(act.from, state); });
        }
        for (const auto& fault : plan_.faults)
            if (fault.kind == FaultKind::sleep && fault.at >= warm_at &&
                fault.lasts >= noticed_loss_min)
                world.at(Moment{fault.at}, [this, node = fault.nodes.front()] {
                    start_wait({.about = node, .is_loss = true}, half);
                });
    }

    void start_change(NodeNumber node, gossip::State state) {
        std::erase_if(waits_, [&](const Wait& wait) { return wait.about == node; });
        if (is_well(*world_, node)) start_wait({.about = node, .state = state}, most_share);
    }

    void start_wait(Wait wait, double share) {
        std::size_t others = 0;
        for (const auto& peer : world_->peers())
            if (peer->number() != wait.about && is_well(*world_, peer->number())) ++others;
        wait.start = world_->now();
        wait.needed = static_cast<std::size_t>(share * static_cast<double>(others) + 0.999);
        if (wait.needed > 0) waits_.push_back(std::move(wait));
    }

    void note_waits(NodeNumber observer, NodeNumber about, gossip::State state) {
        std::erase_if(waits_, [&](Wait& wait) {
            const bool fits = wait.about == about &&
                              (wait.is_loss ? !gossip::is_there(state) : state == wait.state);
            if (!fits) return false;
            wait.reached.insert(observer);
            if (wait.reached.size() < wait.needed) return false;
            (wait.is_loss ? losses_ : changes_).push_back(seconds(world_->now() - wait.start));
            return true;
        });
    }

    void note_false(NodeNumber observer, NodeNumber about, bool is_there) {
        auto& liars = false_views_[about];
        if (is_there) {
            liars.erase(observer);
            return;
        }
        const auto is_fine = [&](NodeNumber node) {
            return is_well(*world_, node) && calm_.is_calm(node, aftermath, world_->now());
        };
        if (!is_fine(observer) || !is_fine(about)) return;
        if (liars.empty()) ++false_offline_;
        liars.insert(observer);
    }

    void tell_steady(const World& world) {
        const auto nodes = static_cast<double>(plan_.nodes.size());
        const auto time = seconds(world.now() - Moment{warm_at});
        tell_traffic(world, time);
        figures_["change_seconds_median"] = quantile(changes_, half);
        figures_["change_seconds_p95"] = quantile(changes_, 0.95);
        figures_["changes"] = static_cast<double>(changes_.size());
        figures_["loss_seconds_median"] = quantile(losses_, half);
        figures_["loss_seconds_p95"] = quantile(losses_, 0.95);
        figures_["losses"] = static_cast<double>(losses_.size());
        figures_["false_offline_per_node_hour"] =
            static_cast<double>(false_offline_) / (nodes * time / 3600);
    }

    void tell_traffic(const World& world, double time) {
        double leaves = 0;
        double hubs = 0;
        double leaf_bytes = 0;
        double hub_bytes = 0;
        double hub_max = 0;
        double frames = 0;
        std::map<std::string, double> kinds;
        for (const auto& peer : world.peers()) {
            const auto& node = world.traffic.of(peer->number());
            double sum = 0;
            for (std::size_t type = 0; type < node.sent.size(); ++type) {
                const auto sent = static_cast<double>(node.sent[type].bytes);
                kinds[kind_of(static_cast<std::uint8_t>(type))] += sent;
                sum += sent + static_cast<double>(node.received[type].bytes);
                frames += static_cast<double>(node.sent[type].frames);
            }
            const bool is_leaf = peer->footing == gossip::Footing::leaf;
            (is_leaf ? leaves : hubs) += 1;
            (is_leaf ? leaf_bytes : hub_bytes) += sum;
            if (!is_leaf) hub_max = std::max(hub_max, sum / time);
        }
        const auto nodes = leaves + hubs;
        double all = 0;
        for (const auto& [kind, bytes] : kinds) {
            all += bytes;
            if (bytes > 0) figures_["sent_per_second/" + kind] = bytes / nodes / time;
        }
        figures_["sent_per_second"] = all / nodes / time;
        figures_["frames_sent_per_second"] = frames / nodes / time;
        figures_["leaf_bytes_per_second"] = leaf_bytes / std::max(leaves, 1.0) / time;
        figures_["hub_bytes_per_second"] = hub_bytes / std::max(hubs, 1.0) / time;
        figures_["hub_bytes_per_second_max"] = hub_max;
    }

    // Moments at which everything is looked at.

    void sample(World& world, Duration at, std::function<void()> look) const {
        world.at(Moment{at}, std::move(look));
    }

    void watch_cold_start(World& world) {
        for (const auto after : {2s, 5s, 60s})
            sample(world, starting_time + after, [this, after] {
                figures_["pairs_known_after_" + std::to_string(after.count()) + "_s"] =
                    1 - wrong_share([](NodeNumber, NodeNumber) { return true; });
            });
        sample(world, starting_time + 60s, [this] { tell_bytes("kilobytes_per_node"); });
    }

    void watch_mass_loss(World& world) {
        for (const auto after : {30s, 60s, 120s, 180s, 300s})
            sample(world, warm_at + after, [this, after] {
                figures_["stale_after_" + std::to_string(after.count()) + "_s"] =
                    wrong_share([this](NodeNumber node, NodeNumber other) {
                        return is_well(*world_, node) && !is_well(*world_, other);
                    });
            });
    }

    void watch_partition(World& world) {
        const auto apart = [this](NodeNumber node, NodeNumber other) {
            return !world_->network.is_joined(node, other);
        };
        for (const auto after : {30s, 60s, 90s, 180s, 300s})
            sample(world, warm_at + after, [this, after, apart] {
                figures_["stale_after_" + std::to_string(after.count()) + "_s"] =
                    wrong_share(apart);
            });
        const auto healed = warm_at + parted_for;
        sample(world, healed, [&world] { world.traffic.reset(); });
        for (const auto after : {10s, 30s, 60s})
            sample(world, healed + after, [this, after] {
                const auto suffix = "_" + std::to_string(after.count()) + "_s_after_healing";
                figures_["wrong" + suffix] =
                    wrong_share([](NodeNumber, NodeNumber) { return true; });
                figures_["outside" + suffix] = outside_share();
            });
        sample(world, healed + 60s, [this] { tell_bytes("kilobytes_per_node_after_healing"); });
    }

    /// Of the views that `counts` names, those that are not true.
    double wrong_share(const std::function<bool(NodeNumber, NodeNumber)>& counts) const {
        std::size_t all = 0;
        std::size_t wrong = 0;
        for (const auto& peer : world_->peers()) {
            const auto* const gossip = gossip_of(*world_, peer->number());
            if (gossip == nullptr) continue;
            for (const auto& other : world_->peers()) {
                if (peer == other || !counts(peer->number(), other->number())) continue;
                const auto* const entry = gossip->table().find(other->device());
                const bool is_there = is_well(*world_, other->number()) &&
                                      world_->network.is_joined(peer->number(), other->number());
                ++all;
                if ((entry != nullptr && entry->is_online()) != is_there) ++wrong;
            }
        }
        return all == 0 ? 0 : static_cast<double>(wrong) / static_cast<double>(all);
    }

    /// Of all that are well, those outside the overlay of most.
    double outside_share() const {
        std::vector<NodeNumber> well;
        for (const auto& peer : world_->peers())
            if (is_well(*world_, peer->number())) well.push_back(peer->number());
        const auto inside = Mesh{*world_}.largest_with_first(well);
        const auto outside = std::min(inside, well.size() - inside);
        return static_cast<double>(outside) / static_cast<double>(well.size());
    }

    void tell_bytes(const std::string& name) {
        const auto scale = 1000 * static_cast<double>(plan_.nodes.size());
        for (const auto& peer : world_->peers()) {
            const auto& sent = world_->traffic.of(peer->number()).sent;
            for (std::size_t type = 0; type < sent.size(); ++type) {
                const auto kilobytes = static_cast<double>(sent[type].bytes) / scale;
                figures_[name] += kilobytes;
                if (kilobytes > 0)
                    figures_[name + "/" + kind_of(static_cast<std::uint8_t>(type))] += kilobytes;
            }
        }
    }

    Measurement measurement_;
    const Plan& plan_;
    Figures& figures_;
    Calm calm_;
    World* world_ = nullptr;
    std::map<PersonId, NodeNumber> numbers_;
    std::vector<Wait> waits_;
    std::vector<double> changes_;
    std::vector<double> losses_;
    std::map<NodeNumber, std::set<NodeNumber>> false_views_;
    std::uint64_t false_offline_ = 0;
};

}  // namespace

Figures measure(Measurement measurement, const Plan& plan) {
    Figures figures;
    Invariants meters;
    if (measurement == Measurement::crowd)
        meters.push_back(chat_meter(plan, figures));
    else
        meters.push_back(std::make_unique<Meter>(measurement, plan, figures));
    run(plan, meters);
    return figures;
}

std::string to_json(const Figures& figures) {
    // By hand, one a line, so that a change can be read.
    std::string text = "{";
    for (const auto& [name, value] : figures) {
        if (text.size() > 1) text += ',';
        text += "\n  \"" + name + "\": " + std::to_string(value);
    }
    return text + "\n}";
}

Figures figures_from_json(std::string_view text) {
    Figures figures;
    const auto value = boost::json::parse({text.data(), text.size()});
    for (const auto& [name, number] : value.as_object()) figures[name] = number.to_number<double>();
    return figures;
}

}  // namespace earshot::sim
