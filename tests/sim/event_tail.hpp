#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/sim/peer.hpp"

/// What a computer has told its clients since the last look, all of it, since events are durable
/// and numbered. Of another disk that it has meanwhile: from the first on.
namespace earshot::sim {

class EventTail {
public:
    /// Whether what was read so far was of the disk that it has now.
    bool is_of_disk_of(const Peer& peer) const { return disks_ == peer.disks_before().size(); }

    std::vector<store::Event> next(Peer& peer) {
        if (!is_of_disk_of(peer)) *this = {};
        disks_ = peer.disks_before().size();
        auto events = peer.disk.stores().events.events_since(seq_, SIZE_MAX);
        if (!events || events->empty()) return {};
        seq_ = events->back().seq;
        return *std::move(events);
    }

private:
    std::size_t disks_ = 0;  ///< That it had before this one.
    std::uint64_t seq_ = 0;
};

/// Of a `message_state_changed`.
inline store::MessageState state_in(const store::Event& event) {
    return static_cast<store::MessageState>(std::stoi(event.detail));
}

}  // namespace earshot::sim
