#include "tests/sim/traffic.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/link/frame.hpp"

namespace earshot::sim {
namespace {

constexpr std::size_t packet_payload_max = 1448;
/// Preamble, Ethernet, IP, TCP with timestamps, and the gap between frames.
constexpr std::size_t packet_overhead = 88;
constexpr std::size_t acknowledgement = 70;
constexpr std::size_t greeting_packet = 78;
/// Of each side: SYN and FIN, its half of 34, 610 and 578 bytes of Noise, and acknowledgements.
constexpr std::size_t dial_bytes =
    2 * greeting_packet + (34 + 610 + 578 + 3 * packet_overhead) / 2 + 2 * acknowledgement;
constexpr std::size_t vain_dial_bytes = 3 * greeting_packet;

/// On the wire, of a body that may need several frames.
std::size_t link_bytes(std::size_t body_bytes) {
    std::size_t sum = 0;
    for (; body_bytes > limits::frame_body_bytes_max; body_bytes -= limits::frame_body_bytes_max)
        sum += link::frame_bytes(limits::frame_body_bytes_max);
    return sum + link::frame_bytes(body_bytes);
}

void add(Traffic::Count& count, std::size_t bytes) {
    ++count.frames;
    count.bytes += bytes;
}

}  // namespace

Traffic::Node& Traffic::at(NodeNumber node) {
    if (node >= nodes_.size()) nodes_.resize(node + 1);
    return nodes_[node];
}

const Traffic::Node& Traffic::of(NodeNumber node) const {
    static const Node nothing;
    return node < nodes_.size() ? nodes_[node] : nothing;
}

void Traffic::on_frame(NodeNumber from, NodeNumber to, std::uint8_t type, std::size_t body_bytes) {
    if (type == hello_type) return;  // Part of a dial.
    at(std::max(from, to));
    const auto bytes = link_bytes(body_bytes);
    const auto packets = (bytes + packet_payload_max - 1) / packet_payload_max;
    add(at(from).sent[type], bytes + packets * packet_overhead);
    add(at(to).received[type], bytes + packets * packet_overhead);
    at(to).sent[type].bytes += packets * acknowledgement;
    at(from).received[type].bytes += packets * acknowledgement;
}

void Traffic::on_dial(NodeNumber from, NodeNumber to) {
    at(std::max(from, to));
    for (const auto node : {from, to}) {
        add(at(node).sent[dial_kind], dial_bytes);
        add(at(node).received[dial_kind], dial_bytes);
    }
}

void Traffic::on_vain_dial(NodeNumber from) { add(at(from).sent[dial_kind], vain_dial_bytes); }

}  // namespace earshot::sim
