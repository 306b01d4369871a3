#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/link/peer.hpp"
#include "tests/sim/chance.hpp"
#include "tests/sim/network.hpp"

/// A simulated TCP connection: what is sent arrives in order, late when the network loses or
/// blocks, or not at all when the connection breaks. Different connections overtake one another. It
/// carries bytes, which arrive in pieces of any size, or whole frames.
namespace earshot::sim {

class Universe;

/// What travels: a piece of a stream, or one frame.
struct Segment {
    std::uint8_t type = 0;  ///< Of a frame; nothing in a stream.
    Bytes bytes;
    std::shared_ptr<const link::Peer> proof;  ///< Who sent it, in frames that say so.
};

class WireReceiver {
public:
    virtual ~WireReceiver() = default;
    virtual void on_segment(const Segment& segment) = 0;
    /// The other side closed, or the connection broke. The last call.
    virtual void on_end() = 0;
    /// Something of what was sent has arrived.
    virtual void on_room() {}
};

class Wire : public std::enable_shared_from_this<Wire> {
public:
    /// `carries_frames`: segments are not cut, and are counted as frames.
    Wire(Universe& universe, std::array<NodeNumber, 2> nodes, std::uint64_t number,
         bool carries_frames);

    /// 0 is the side that dialled. The receiver is told nothing after `close` or `vanish`.
    void attach(std::size_t side, WireReceiver& receiver) { ends_[side].receiver = &receiver; }
    /// All leave in the same moment.
    void send(std::size_t side, std::vector<Segment> segments);
    /// Not yet arrived from this side.
    std::size_t waiting_bytes(std::size_t side) const { return ends_[1 - side].bytes; }
    /// This side closed its socket: the other one hears of it behind what is under way.
    void close(std::size_t side);
    /// This side lost its power: nobody hears of it.
    void vanish(std::size_t side) { ends_[side].receiver = nullptr; }
    /// An address of one side is gone: nothing passes any more, and nobody says so.
    void strand() { is_stranded_ = true; }
    /// Stranded, or dead in one direction.
    bool is_stranded() const { return is_stranded_ || ends_[0].is_deaf || ends_[1].is_deaf; }
    /// What this side sends ends there for the other one, and it does not know. `is_deaf`: nor does
    /// it hear of what the other one does then.
    void half_close(std::size_t side, bool is_deaf);
    /// Nothing comes to this side any more, and nobody says so.
    void deafen(std::size_t side) { ends_[side].is_deaf = true; }
    void cut();  ///< Both sides hear at once that it is no more.

    NodeNumber node(std::size_t side) const { return ends_[side].node; }

private:
    struct Parcel {
        Moment arrival;
        Segment segment;
        bool is_end = false;
    };
    /// One side, and what is on its way to it.
    struct End {
        NodeNumber node = 0;
        WireReceiver* receiver = nullptr;
        std::deque<Parcel> coming;
        std::size_t bytes = 0;
        Moment last_arrival{};
        bool is_scheduled = false;
        bool is_deaf = false;
        std::optional<Moment> stalled_since;
        Micros retry{};
    };

    void send_stream(std::size_t side, ByteView bytes);
    void push(std::size_t to, Parcel parcel);
    Micros delay(std::size_t to);
    void schedule(std::size_t to, Moment when);
    void deliver(std::size_t to);
    void hand_over(std::size_t to);
    void stall(std::size_t to);
    void end_side(std::size_t side);
    void reset(std::size_t side);

    Universe& universe_;
    std::array<End, 2> ends_;
    Chance chance_;
    bool carries_frames_;
    bool is_broken_ = false;
    bool is_stranded_ = false;
};

}  // namespace earshot::sim
