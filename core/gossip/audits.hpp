#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "core/gossip/links.hpp"
#include "core/gossip/table.hpp"
#include "crypto/entropy.hpp"

/// Visits that no neighbour's duty asks for, and which see what neighbours cannot: now and then a
/// random computer that is believed there, to compare tables, and one that is believed gone, so
/// that parts of a split network find each other again; and soon whoever is doubted by a table
/// rather than by news. docs/PROTOCOL-gossip.md, "Audits".
namespace earshot::gossip {

class Audits {
public:
    /// References outlive this.
    struct Places {
        const Table& table;
        const Links& links;
        crypto::Entropy& entropy;
    };
    Audits(const Places& places, const Sid& own, Instant now);

    /// True when it was visited: tables are to be compared, then it may go.
    bool on_link_up(LinkId link, Instant now);
    void on_link_down(LinkId link) { visits_.erase(link); }

    enum class Purpose : std::uint8_t { audit, merge, verify };
    /// Why we wanted to go there; empty when we did not.
    std::optional<Purpose> on_unreachable(const Sid& sid);
    /// To be visited soon, unless a newer version comes first.
    void verify(const Sid& sid);
    void on_news(const Sid& sid) { queue_.erase(sid); }
    /// Believed gone, and seen nevertheless.
    void visit(const Sid& sid);
    bool is_verifying(const Sid& sid) const {
        const auto found = reaching_.find(sid);
        return queue_.contains(sid) ||
               (found != reaching_.end() && found->second == Purpose::verify);
    }
    /// The audited computer was gone: look at another one soon.
    void hurry(Instant now);

    /// `is_held`: judge nobody now. Every other audit is of one of `first`, where it can be.
    void on_time(bool is_held, std::span<const Sid> first, Instant now);
    std::optional<Instant> next_deadline() const;
    /// Visits that are over; their links are of no more use to us.
    std::vector<LinkId> take_over() { return std::exchange(over_, {}); }
    /// The comparison of this visit is done.
    void on_compared(LinkId link);

    const std::map<Sid, Purpose>& reaching() const { return reaching_; }
    std::size_t queued() const { return queue_.size(); }

private:
    bool may_pick(const Entry& entry, bool online) const;
    const Entry* pick(bool online) const;
    std::set<Sid>::const_iterator first_to_verify() const;
    const Entry* pick_audited(std::span<const Sid> first);

    Places places_;
    Sid own_;
    Instant audit_at_;
    bool is_turn_of_first_ = false;
    Instant merge_at_;
    Instant verify_at_;
    std::map<Sid, Purpose> reaching_;
    std::map<LinkId, Instant> visits_;  ///< Until when each may take.
    std::vector<LinkId> over_;
    std::set<Sid> queue_;
};

}  // namespace earshot::gossip
