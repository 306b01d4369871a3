#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"
#include "core/link/link_options.hpp"

/// Which links stay when two computers have more than one, and which link to a device is the one to
/// use. Only the side with the smaller device id decides, so the two never keep different ones; the
/// other side goes on with all it has until it hears BYE. docs/PROTOCOL.md, "Two links of one
/// pair".
namespace earshot::link {

/// A link that has just been established.
struct NewLink {
    LinkId id{};
    DeviceId peer;
    InstanceId peer_instance;
    Role role{};        ///< Ours in it: initiator if we dialled.
    Instant started{};  ///< When its connection was made.
};

class Duplicates {
public:
    explicit Duplicates(const DeviceId& own) : own_(own) {}

    /// Which links to end by `close(ByeReason::duplicate)`; `added` itself may be among them.
    std::vector<LinkId> on_established(const NewLink& added);

    /// The link has ended, or was told to. Unknown ids are ignored.
    void on_ended(LinkId id);

    /// Where to send: the link that the side which decides would keep.
    std::optional<LinkId> link_to(const DeviceId& peer) const;

private:
    using Links = std::vector<NewLink>;  ///< Of one peer, in the order they were established.

    bool decides(const DeviceId& peer) const { return own_ < peer; }
    /// Of an older and a newer link, the one that stays.
    const NewLink& better(const NewLink& older, const NewLink& newer) const;
    const NewLink& best(const Links& links) const;

    DeviceId own_;
    std::map<DeviceId, Links> links_;
};

}  // namespace earshot::link
