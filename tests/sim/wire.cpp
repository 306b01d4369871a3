#include "tests/sim/wire.hpp"

#include <algorithm>
#include <utility>

#include "tests/sim/universe.hpp"

namespace earshot::sim {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t chunk_bytes_max = 1448;
constexpr Micros retransmission_first = 200ms;  ///< Linux's least RTO.
constexpr Micros retransmission_slowest = 3s;   ///< So late at most what was lost comes again.
constexpr std::size_t packet_overhead = 88;
constexpr Micros user_timeout = 20s;  ///< TCP_USER_TIMEOUT of a link.

}  // namespace

Wire::Wire(Universe& universe, std::array<NodeNumber, 2> nodes, std::uint64_t number,
           bool carries_frames)
    : universe_(universe),
      chance_(universe.seed(), "wire", {nodes[0], nodes[1], number}),
      carries_frames_(carries_frames) {
    ends_[0].node = nodes[0];
    ends_[1].node = nodes[1];
}

void Wire::send(std::size_t side, std::vector<Segment> segments) {
    if (!carries_frames_) {
        for (const auto& segment : segments) send_stream(side, segment.bytes);
        return;
    }
    const auto arrival = universe_.now() + delay(1 - side);
    for (auto& segment : segments) push(1 - side, {arrival, std::move(segment)});
}

void Wire::send_stream(std::size_t side, ByteView bytes) {
    while (!bytes.empty() && !is_broken_) {
        const auto size = std::min<std::size_t>(bytes.size(), 1 + chance_.below(chunk_bytes_max));
        if (chance_.rolls(universe_.faults.cut)) return cut();
        Segment piece{0, to_bytes(bytes.first(size)), nullptr};
        push(1 - side, {universe_.now() + delay(1 - side), std::move(piece)});
        bytes = bytes.subspan(size);
    }
}

Micros Wire::delay(std::size_t to) {
    auto delay = universe_.network.delay(ends_[1 - to].node, ends_[to].node, chance_);
    auto timeout = retransmission_first;
    while (chance_.rolls(universe_.faults.loss) && delay < user_timeout) {
        delay += timeout;
        timeout *= 2;
    }
    return delay;
}

void Wire::push(std::size_t to, Parcel parcel) {
    if (is_broken_) return;
    auto& end = ends_[to];
    end.last_arrival = std::max(end.last_arrival, parcel.arrival);
    if (const auto bandwidth = universe_.faults.bandwidth; bandwidth > 0) {
        const auto bytes = static_cast<double>(parcel.segment.bytes.size() + packet_overhead);
        end.last_arrival += Micros{static_cast<Micros::rep>(bytes / bandwidth * 1e6)};
    }
    parcel.arrival = end.last_arrival;
    end.bytes += parcel.segment.bytes.size();
    end.coming.push_back(std::move(parcel));
    if (!end.is_scheduled) schedule(to, end.coming.front().arrival);
}

void Wire::schedule(std::size_t to, Moment when) {
    ends_[to].is_scheduled = true;
    universe_.at(when, [self = shared_from_this(), to] { self->deliver(to); });
}

void Wire::deliver(std::size_t to) {
    auto& end = ends_[to];
    end.is_scheduled = false;
    if (is_broken_) return;
    const auto from = ends_[1 - to].node;
    if (is_stranded_ || end.is_deaf || !universe_.network.passes(from, end.node)) return stall(to);
    if (const auto clear = universe_.network.clear_at(from, end.node); clear > universe_.now())
        return schedule(to, clear + chance_.up_to(retransmission_slowest));
    end.stalled_since.reset();
    hand_over(to);
    if (!end.coming.empty() && !end.is_scheduled) schedule(to, end.coming.front().arrival);
}

void Wire::hand_over(std::size_t to) {
    auto& end = ends_[to];
    while (!end.coming.empty() && end.coming.front().arrival <= universe_.now()) {
        const auto parcel = std::move(end.coming.front());
        end.coming.pop_front();
        end.bytes -= parcel.segment.bytes.size();
        if (parcel.is_end) {
            end_side(to);
        } else if (end.receiver == nullptr) {
            end.coming.clear();
            end.bytes = 0;
            reset(1 - to);
        } else {
            if (carries_frames_)
                universe_.traffic.on_frame(ends_[1 - to].node, end.node, parcel.segment.type,
                                           parcel.segment.bytes.size());
            end.receiver->on_segment(parcel.segment);
            if (auto* const sender = ends_[1 - to].receiver) sender->on_room();
        }
    }
}

void Wire::stall(std::size_t to) {
    auto& end = ends_[to];
    if (!end.stalled_since) {
        end.stalled_since = universe_.now();
        end.retry = retransmission_first;
    }
    if (universe_.now() - *end.stalled_since >= user_timeout) {
        end.coming.clear();
        end.bytes = 0;
        return end_side(1 - to);
    }
    schedule(to, universe_.now() + end.retry);
    end.retry = std::min(2 * end.retry, retransmission_slowest);
}

void Wire::end_side(std::size_t side) {
    if (auto* const receiver = std::exchange(ends_[side].receiver, nullptr)) receiver->on_end();
}

/// A computer that knows nothing of the connection says so.
void Wire::reset(std::size_t side) {
    const auto other = 1 - side;
    universe_.after(delay(side), [self = shared_from_this(), side, other] {
        if (!self->is_stranded_ && !self->ends_[side].is_deaf &&
            self->universe_.network.passes(self->ends_[other].node, self->ends_[side].node))
            self->end_side(side);
    });
}

void Wire::cut() {
    is_broken_ = true;
    for (const std::size_t side : {0u, 1u})
        universe_.after(0ms, [self = shared_from_this(), side] { self->end_side(side); });
}

void Wire::half_close(std::size_t side, bool is_deaf) {
    push(1 - side, {universe_.now() + delay(1 - side), {}, true});
    if (is_deaf) deafen(side);
}

void Wire::close(std::size_t side) {
    vanish(side);
    push(1 - side, {universe_.now() + delay(1 - side), {}, true});
}

}  // namespace earshot::sim
