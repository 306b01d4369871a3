#include "tests/sim/wire.hpp"

#include <algorithm>

#include "tests/sim/universe.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t chunk_bytes_max = 1448;
constexpr Duration retransmission_first = 200ms;  ///< Linux's least RTO.
constexpr Duration retransmission_longest = 20s;  ///< TCP_USER_TIMEOUT of a link.

}  // namespace

Wire::Wire(Universe& universe, Peer& from, Peer& to) : universe_(universe) {
    ends_[0].peer = &from;
    ends_[1].peer = &to;
}

Duration Wire::delay_of_chunk() {
    Duration delay = universe_.latency();
    Duration timeout = retransmission_first;
    while (universe_.rolls(universe_.faults.loss) && delay < retransmission_longest) {
        delay += timeout;
        timeout *= 2;
    }
    return delay;
}

void Wire::schedule(std::size_t to, Duration delay, std::function<void(End&)> happen) {
    auto& target = ends_[to];
    target.last_arrival = std::max(target.last_arrival, universe_.now() + delay);
    universe_.at(target.last_arrival, [self = shared_from_this(), to, happen = std::move(happen)] {
        const bool apart = self->universe_.are_separate(*self->ends_[0].peer, *self->ends_[1].peer);
        if (apart || self->ends_[to].peer == nullptr) self->broken_ = true;
        if (!self->broken_) happen(self->ends_[to]);
    });
}

void Wire::send(std::size_t side, ByteView bytes) {
    while (!bytes.empty() && !broken_) {
        const auto size = std::min<std::size_t>(bytes.size(), 1 + universe_.below(chunk_bytes_max));
        if (universe_.rolls(universe_.faults.cut)) {
            broken_ = true;
            for (auto& each : ends_)
                universe_.after(0ms, [self = shared_from_this(), &each] {
                    if (each.on_end) each.on_end();
                });
            return;
        }
        schedule(1 - side, delay_of_chunk(), [chunk = to_bytes(bytes.first(size))](End& end) {
            if (end.on_bytes) end.on_bytes(chunk);
        });
        bytes = bytes.subspan(size);
    }
}

void Wire::close(std::size_t side) {
    ends_[side].on_bytes = nullptr;
    ends_[side].on_end = nullptr;
    schedule(1 - side, universe_.latency(), [](End& end) {
        if (end.on_end) end.on_end();
    });
}

void Wire::drop(std::size_t side, bool is_seen) {
    if (is_seen) return close(side);
    ends_[side].on_bytes = nullptr;
    ends_[side].on_end = nullptr;
}

}  // namespace earshot::sim
