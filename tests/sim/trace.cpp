#include "tests/sim/trace.hpp"

#include <cstring>

namespace earshot::sim {

/// Not cryptographic: it finds runs that differ, not somebody who wants to hide that they do.
void Trace::mix(std::uint64_t word) {
    one_ = (one_ ^ word) * 0x9FB21C651E98DF25;
    one_ ^= one_ >> 32;
    other_ = (other_ + one_) * 0xD6E8FEB86659FD93;
    other_ ^= other_ >> 29;
}

void Trace::add(Moment when, const Event& event) {
    mix(static_cast<std::uint64_t>(when.time_since_epoch().count()));
    mix((std::uint64_t{event.node} << 32) | event.detail.size());
    mix(event.about);
    for (const char letter : event.what) mix(static_cast<unsigned char>(letter));
    auto rest = event.detail;
    for (; rest.size() >= sizeof(std::uint64_t); rest = rest.subspan(sizeof(std::uint64_t)))
        mix(read_u64(rest));
    for (const auto byte : rest) mix(std::to_integer<std::uint64_t>(byte));
    const Entry entry{when, event.node, event.what, event.about, event.detail.size()};
    if (ring_.size() < kept_max) {
        ring_.push_back(entry);
    } else {
        ring_[events_ % kept_max] = entry;
    }
    ++events_;
}

std::string Trace::hash() const {
    Bytes bytes;
    append_u64(bytes, one_);
    append_u64(bytes, other_);
    return to_hex(bytes);
}

std::vector<std::string> Trace::last() const {
    std::vector<std::string> lines;
    const auto first = events_ > ring_.size() ? events_ % kept_max : 0;
    for (std::size_t i = 0; i < ring_.size(); ++i) {
        const auto& entry = ring_[(first + i) % ring_.size()];
        lines.push_back(std::to_string(entry.when.time_since_epoch().count()) + " us, node " +
                        std::to_string(entry.node) + ": " + std::string{entry.what} + " " +
                        std::to_string(entry.about) + ", " + std::to_string(entry.bytes) +
                        " bytes");
    }
    return lines;
}

}  // namespace earshot::sim
