#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/bytes.hpp"
#include "core/base/time.hpp"

/// A simulated TCP connection: bytes arrive in order, in pieces of any size, late when chunks are
/// lost, or not at all when it breaks. Different connections overtake one another.
namespace earshot::sim {

class Peer;
class Universe;

class Wire : public std::enable_shared_from_this<Wire> {
public:
    struct End {
        Peer* peer = nullptr;
        std::function<void(ByteView)> on_bytes;
        std::function<void()> on_end;
        Instant last_arrival{};
    };

    Wire(Universe& universe, Peer& from, Peer& to);

    /// 0 is the side that dialled.
    End& end(std::size_t side) { return ends_[side]; }
    void send(std::size_t side, ByteView bytes);
    /// This side closed its socket: the other one hears of it behind the bytes under way.
    void close(std::size_t side);
    /// The process of this side died.
    void drop(std::size_t side, bool is_seen);

private:
    void schedule(std::size_t to, Duration delay, std::function<void(End&)> happen);
    Duration delay_of_chunk();

    Universe& universe_;
    std::array<End, 2> ends_;
    bool broken_ = false;
};

}  // namespace earshot::sim
