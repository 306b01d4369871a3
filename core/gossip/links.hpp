#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/gossip/presence.hpp"

/// The established links that gossip may use, by number and by computer.
namespace earshot::gossip {

/// When something, a keepalive at least, last came on a link. Links themselves know.
class Hearing {
public:
    virtual ~Hearing() = default;
    virtual Instant heard(LinkId link) const = 0;
};

struct LinkUp {
    LinkId link{};
    DeviceId device;
    bool is_dialled = false;
    std::optional<Address> address{};  ///< Where the other side is; none: it is not known.
};

struct LinkView {
    LinkId link{};
    Sid sid;
    DeviceId device;
    bool is_dialled = false;
    Instant since{};
    std::optional<Address> address{};
    bool is_one_of_many = false;  ///< Too many computers are at its address already.
};

class Links {
public:
    /// `hearing` outlives this.
    explicit Links(const Hearing& hearing) : hearing_(hearing) {}

    void add(const LinkUp& up, Instant now) {
        const auto sid = sid_of(up.device);
        const bool is_one_of_many =
            up.address && !up.address->is_loopback() &&
            others_at(*up.address, sid) >= limits::computers_per_address_max;
        links_[up.link] = {up.link, sid, up.device, up.is_dialled, now, up.address, is_one_of_many};
        by_sid_[sid] = up.link;
    }
    void remove(LinkId link) {
        const auto found = links_.find(link);
        if (found == links_.end()) return;
        const auto sid = found->second.sid;
        links_.erase(found);
        const auto current = by_sid_.find(sid);
        if (current == by_sid_.end() || current->second != link) return;
        by_sid_.erase(current);
        for (const auto& [other, view] : links_)
            if (view.sid == sid) by_sid_[sid] = other;
    }
    const LinkView* find(LinkId link) const {
        const auto found = links_.find(link);
        return found == links_.end() ? nullptr : &found->second;
    }
    /// The newest link to a computer.
    const LinkView* find(const Sid& sid) const {
        const auto found = by_sid_.find(sid);
        return found == by_sid_.end() ? nullptr : find(found->second);
    }
    bool has(const Sid& sid) const { return by_sid_.contains(sid); }
    /// Whether having met it says that it is a computer of its own: of those at one address that
    /// holds for the first limits::computers_per_address_max.
    bool has_met(const Sid& sid) const {
        const auto* const view = find(sid);
        return view != nullptr && !view->is_one_of_many;
    }
    /// Whether it was heard so lately that no word of others counts against it.
    bool is_heard(const Sid& sid, Instant now) const {
        const auto* const view = find(sid);
        return view != nullptr && hearing_.heard(view->link) + limits::heard_lately > now;
    }
    /// From that instant on. Clocks count milliseconds, and an answer may take less than one.
    bool is_heard_since(const Sid& sid, Instant instant) const {
        const auto* const view = find(sid);
        return view != nullptr && hearing_.heard(view->link) >= instant;
    }
    const std::map<LinkId, LinkView>& all() const { return links_; }
    /// The newest link to each computer but one, the oldest first.
    std::vector<const LinkView*> to_others(const Sid& sid) const {
        std::vector<const LinkView*> others;
        for (const auto& [link, view] : links_)
            if (view.sid != sid && by_sid_.at(view.sid) == link) others.push_back(&view);
        return others;
    }
    std::size_t computers() const { return by_sid_.size(); }

private:
    std::size_t others_at(const Address& address, const Sid& sid) const {
        std::size_t count = 0;
        for (const auto& [other, link] : by_sid_)
            if (other != sid && links_.at(link).address == address) ++count;
        return count;
    }

    const Hearing& hearing_;
    std::map<LinkId, LinkView> links_;
    std::map<Sid, LinkId> by_sid_;
};

}  // namespace earshot::gossip
