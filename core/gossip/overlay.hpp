#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/subnet.hpp"
#include "core/gossip/effects.hpp"
#include "core/gossip/frames.hpp"
#include "core/gossip/links.hpp"
#include "core/gossip/table.hpp"
#include "crypto/entropy.hpp"

/// Who our neighbours are: the few computers with which news are exchanged. Up to
/// limits::full_mesh_max others all are; in larger networks each chooses a few at random, which
/// bounds what anybody can cut off, one of them in another subnet where there is one, and accepts
/// some; in yet larger ones computers on Wi-Fi or
/// battery hang as leaves on those that are on cable and mains. A link that is no neighbour is not
/// refused: it may be there for messages. docs/PROTOCOL-gossip.md, "Neighbours".
namespace earshot::gossip {

class Overlay {
public:
    /// References outlive this.
    struct Places {
        const Table& table;
        const Links& links;
        crypto::Entropy& entropy;
    };
    Overlay(const Places& places, const Sid& own, Footing footing, Instant now);

    void on_link_up(LinkId link, Instant now, Effects& effects);
    void on_link_down(LinkId link, Instant now);
    void on_word(LinkId link, Neighbourly word, Instant now, Effects& effects);
    /// A dial to it came to nothing.
    void on_unreachable(const Sid& sid, Instant now);
    /// Others reach it, we do not.
    void on_no_direct(const Sid& sid, Instant now) {
        set_backoff(sid, now + limits::no_direct_memory);
    }
    /// Whoever it is moved, or we did: dials may succeed again.
    void on_moved(const Sid& sid) { backoff_.erase(sid); }
    /// We are in these subnets now.
    void on_network_changed(std::vector<Subnet> own);
    /// Dials that came to nothing may succeed again.
    void forget_failures();
    /// It broke the rules.
    void on_fault(const Sid& sid, Instant now) { set_backoff(sid, now + limits::fault_memory); }
    /// The other side of this link belongs to a part of the mesh that ours does not reach: keep it,
    /// and drop another one.
    void bridge(LinkId link, Instant now, Effects& effects);
    void set_footing(Footing footing) { footing_ = footing; }

    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    bool is_neighbour(LinkId link) const;
    /// A neighbour, or asked to be one.
    bool has_role(LinkId link) const { return roles_.contains(link); }
    bool is_backed_off(const Sid& sid, Instant now) const;
    std::size_t neighbours() const { return chosen() + accepted(); }
    /// Links that became neighbours since the last call.
    std::vector<LinkId> take_new() { return std::exchange(new_, {}); }
    /// Whom a link is wanted with.
    const std::set<Sid>& reaching() const { return reaching_; }

private:
    enum class Role : std::uint8_t { asked, chosen, accepted };
    enum class Shape : std::uint8_t { mesh, flat, hubs };

    std::size_t others() const;
    Shape shape() const;
    std::size_t chosen_wanted() const;
    std::size_t accepted_max() const;
    std::size_t count(Role role) const;
    std::size_t chosen() const { return count(Role::chosen); }
    std::size_t accepted() const { return count(Role::accepted); }

    bool is_desperate(Instant now) const;
    bool is_candidate(const Entry& entry, Instant now) const;
    std::vector<const Entry*> candidates(Instant now) const;
    bool is_our_turn(const Sid& sid, Instant now) const;
    std::size_t missing() const;
    bool is_elsewhere(const Entry& entry) const;
    bool has_crossing() const;
    void keep_to_crossings(std::vector<const Entry*>& pool, Instant now) const;
    std::optional<Role> too_many() const;
    void refill(Instant now, Effects& effects);
    void choose(const Entry& entry, Instant now, Effects& effects);
    void ask(LinkId link, bool is_urgent, Instant now, Effects& effects);
    void become(LinkId link, Role role);
    void answer(LinkId link, bool is_begging, Instant now, Effects& effects);
    void on_refused(LinkId link, Instant now);
    void part(Role role, Instant now, Effects& effects);
    void trim(Instant now, Effects& effects);
    void rotate(Instant now, Effects& effects);
    void expire_asked(Instant now);
    void set_backoff(const Sid& sid, Instant until);
    Instant next_refill(Instant now) const;

    Places places_;
    Sid own_;
    Footing footing_;
    mutable bool was_mesh_ = true;
    std::map<LinkId, Role> roles_;
    std::vector<LinkId> new_;
    std::set<Sid> reaching_;           ///< To be asked as soon as there is a link.
    std::map<LinkId, Instant> asked_;  ///< Until when an answer is waited for.
    std::map<Sid, Instant> backoff_;   ///< Not to be chosen before.
    std::vector<Subnet> own_subnets_;
    std::optional<Sid> crossing_;  ///< Sought in another subnet.
    Instant cross_at_{};           ///< Not before.
    Instant desperate_at_{};
    unsigned refusals_ = 0;
    Instant refill_at_;
    Instant trim_at_;
    Instant rotate_at_;
};

}  // namespace earshot::gossip
