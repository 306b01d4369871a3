#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/ids.hpp"

/// Who is at the other end of which link.
namespace earshot::carrier {

/// A link and the device that proved itself there.
struct Peer {
    LinkId link{};
    DeviceId device;
};

class Links {
public:
    void add(const Peer& peer) {
        devices_.insert_or_assign(peer.link, peer.device);
        links_[peer.device].insert(peer.link);
    }
    std::optional<DeviceId> remove(LinkId link) {
        const auto found = devices_.extract(link);
        if (found.empty()) return std::nullopt;
        const auto of = links_.find(found.mapped());
        of->second.erase(link);
        if (of->second.empty()) links_.erase(of);
        return found.mapped();
    }

    const DeviceId* find(LinkId link) const {
        const auto found = devices_.find(link);
        return found == devices_.end() ? nullptr : &found->second;
    }
    /// The newest one with it.
    std::optional<LinkId> link_to(const DeviceId& device) const {
        const auto found = links_.find(device);
        if (found == links_.end()) return std::nullopt;
        return *found->second.rbegin();
    }
    const std::map<LinkId, DeviceId>& all() const { return devices_; }

private:
    std::map<LinkId, DeviceId> devices_;
    std::map<DeviceId, std::set<LinkId>> links_;
};

}  // namespace earshot::carrier
