#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine/event.hpp"
#include "discovery/audience.hpp"
#include "discovery/interfaces.hpp"

/// What others may be told of where this computer is: nothing of a network where it does not show
/// itself. Pure.
namespace earshot::node {

/// Where we listen: at one address, or at all of them.
struct Doorway {
    std::optional<Address> address;
    std::uint16_t port = 0;
};

/// `all`: every interface; `usable`: those to look for others on.
engine::NetworkChanged present(const std::vector<discovery::Interface>& all,
                               const std::vector<discovery::Interface>& usable,
                               const discovery::Audience& audience, const Doorway& doorway);

/// What we can do for others: much on a cable and on mains, little on Wi-Fi alone or on battery.
/// `usable`: those to look for others on.
gossip::Footing footing_of(const std::vector<discovery::Interface>& usable, bool is_on_battery);

/// Of the interfaces where we may be seen those in `segments`, with this computer itself if there
/// are any; all of them when nothing is said.
discovery::Audience narrowed(const discovery::Audience& audience,
                             const std::optional<std::vector<std::string>>& segments);

}  // namespace earshot::node
