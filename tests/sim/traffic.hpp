#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tests/sim/network.hpp"

/// How many bytes go over the network, by kind and computer: Ethernet bytes, of frames as links
/// make them with their padding, headers of each packet, and acknowledgements of TCP.
namespace earshot::sim {

/// What costs a packet without being a frame of a link.
inline constexpr std::uint8_t dial_kind = 0x06;
/// A handshake message: between the types that links and the engine use, so that it is neither.
inline constexpr std::uint8_t hello_type = 0x0F;

class Traffic {
public:
    struct Count {
        std::uint64_t frames = 0;
        std::uint64_t bytes = 0;
    };
    struct Node {
        std::array<Count, 256> sent{};  ///< By type of frame.
        std::array<Count, 256> received{};
    };

    /// Over a link. The acknowledgement counts as the other way's, of the same kind.
    void on_frame(NodeNumber from, NodeNumber to, std::uint8_t type, std::size_t body_bytes);
    /// A connection with its handshake, whatever came of it afterwards.
    void on_dial(NodeNumber from, NodeNumber to);
    /// Nobody answered.
    void on_vain_dial(NodeNumber from);

    /// Forgets what was counted: measuring begins.
    void reset() { nodes_.clear(); }
    /// Zeros for who never sent anything.
    const Node& of(NodeNumber node) const;

private:
    Node& at(NodeNumber node);

    std::vector<Node> nodes_;
};

}  // namespace earshot::sim
