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

void Trace::add(Moment when, std::uint32_t node, std::string_view what, ByteView detail) {
    mix(static_cast<std::uint64_t>(when.time_since_epoch().count()));
    mix((std::uint64_t{node} << 32) | detail.size());
    for (const char letter : what) mix(static_cast<unsigned char>(letter));
    const Entry entry{when, node, what, detail.size()};
    for (; detail.size() >= sizeof(std::uint64_t); detail = detail.subspan(sizeof(std::uint64_t))) {
        mix(read_u64(detail));
    }
    for (const auto byte : detail) mix(std::to_integer<std::uint64_t>(byte));
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
                        std::to_string(entry.node) + ": " + std::string{entry.what} + ", " +
                        std::to_string(entry.bytes) + " bytes");
    }
    return lines;
}

}  // namespace earshot::sim
