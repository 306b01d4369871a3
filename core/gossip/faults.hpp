#pragma once

#include <algorithm>
#include <map>

#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/gossip/presence.hpp"

/// Who lately sent what no Earshot sends. Each passes on only what it has verified, so whoever
/// sends a broken record made it. Messages are not concerned. presence.md, 1.8.
namespace earshot::gossip {

class Faults {
public:
    void on_fault(const Sid& sid, Instant now) {
        std::erase_if(until_, [&](const auto& each) { return each.second <= now; });
        if (until_.size() >= limits::faults_max)
            until_.erase(
                std::ranges::min_element(until_, {}, [](const auto& each) { return each.second; }));
        until_[sid] = now + limits::fault_memory;
    }
    bool is_at_fault(const Sid& sid, Instant now) const {
        const auto found = until_.find(sid);
        return found != until_.end() && now < found->second;
    }
    std::size_t size() const { return until_.size(); }

private:
    std::map<Sid, Instant> until_;
};

}  // namespace earshot::gossip
