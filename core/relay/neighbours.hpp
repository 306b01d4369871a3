#pragma once

#include <cstdint>
#include <map>

#include "core/base/budget.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// The direct links, and how streams are numbered on them.
namespace earshot::relay {

struct Neighbour {
    LinkId link{};
    DeviceId device;
    bool is_dialled = false;  ///< We dialled it.
};

class Neighbours {
public:
    void add(const Neighbour& neighbour, Instant now) {
        const std::uint32_t first = neighbour.is_dialled ? 1 : 2;
        links_.insert_or_assign(neighbour.link, View{neighbour, first, 0, Budget{asks, now}});
    }
    void remove(LinkId link) { links_.erase(link); }

    const Neighbour* find(LinkId link) const {
        const auto found = links_.find(link);
        return found == links_.end() ? nullptr : &found->second.neighbour;
    }
    /// The newest link with it.
    const Neighbour* find(const DeviceId& device) const {
        for (auto it = links_.rbegin(); it != links_.rend(); ++it)
            if (it->second.neighbour.device == device) return &it->second.neighbour;
        return nullptr;
    }
    std::vector<LinkId> links() const {
        std::vector<LinkId> all;
        for (const auto& [link, view] : links_) all.push_back(link);
        return all;
    }

    /// Of a stream that we open on it. Precondition: there is such a link.
    std::uint32_t take_number(LinkId link) {
        return std::exchange(links_.at(link).next_ours, links_.at(link).next_ours + 2);
    }
    /// Whether the other side may open a stream of this number. Precondition: as above.
    bool take_their_number(LinkId link, std::uint32_t number) {
        auto& view = links_.at(link);
        const std::uint32_t parity = view.neighbour.is_dialled ? 0 : 1;
        if (number % 2 != parity || number <= view.last_theirs) return false;
        view.last_theirs = number;
        return true;
    }
    /// Whether it has not asked too much of us. Precondition: as above.
    bool may_ask(LinkId link, Instant now) { return links_.at(link).asked.take(asks, 1, now); }

private:
    static constexpr Rate asks{limits::relay_asks_burst, limits::relay_asks_per_second};
    struct View {
        Neighbour neighbour;
        std::uint32_t next_ours = 0;
        std::uint32_t last_theirs = 0;
        Budget asked;
    };
    std::map<LinkId, View> links_;
};

}  // namespace earshot::relay
