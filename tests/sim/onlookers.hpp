#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "tests/sim/invariant.hpp"
#include "tests/sim/world.hpp"

/// Those who keep the rules where some lie: what they see of one another, and what they may never
/// believe.
namespace earshot::sim {

/// A2, A3: what they hold of anybody is what that one signed. F1, as far as lies go: who is there
/// is taken for gone for a few seconds at most, until they have contradicted.
class Onlookers final : public Invariant {
public:
    explicit Onlookers(const World& world) : world_(world) {}

    void add(const Peer& honest) { honest_.push_back(&honest); }
    void judge(bool judges) { judges_ = judges; }
    /// Whether also what they believe is judged, and not only what they hold.
    void judge_views(bool judges) { judges_views_ = judges; }
    /// Of this one others may think what they like; null when there is none.
    void excuse(const Peer* one) { excused_ = one; }

    void on_second(const World& world, Violations& violations) override;

    bool all_see(const Peer& other) const;
    bool sees_all(const Peer& one) const;
    bool none_sees(const Peer& other) const;
    bool all_see_all() const;
    bool all_read(const Peer& other, gossip::State state) const;

private:
    void judge_records(const Peer& one, Violations& violations);
    void judge_view(const Peer& one, const Peer& other, Violations& violations);
    bool all_but(const Peer& other, const std::function<bool(const Peer&)>& holds) const;

    const World& world_;  // Outlives us, as all its peers do.
    std::vector<const Peer*> honest_;
    const Peer* excused_ = nullptr;
    bool judges_ = false;
    bool judges_views_ = true;
    std::set<Bytes> genuine_;  ///< Records that were looked at.
    std::map<std::pair<const Peer*, const Peer*>, std::optional<Moment>> mistaken_;
};

}  // namespace earshot::sim
