#include "core/link/handshake_gate.hpp"

#include <algorithm>

namespace earshot::link {

HandshakeGate::Decision HandshakeGate::on_connection(ConnectionId id, const Address& address,
                                                     bool on_link, Instant now) {
    const auto source = source_of(address, on_link);
    if (!take_token(source, now)) return {};
    // The oldest goes, not the newest: an honest handshake is over in milliseconds, and what stays
    // unfinished is most likely somebody who means to fill our places.
    const auto drop = oldest_to_drop(source);
    if (drop) unfinished_.erase(*drop);
    unfinished_.emplace(id, source);
    return {true, drop};
}

void HandshakeGate::on_finished(ConnectionId id) { unfinished_.erase(id); }

HandshakeGate::Source HandshakeGate::source_of(const Address& address, bool on_link) {
    if (address.is_v4() || address.is_link_local() || on_link) return address;
    Source network = address;
    std::fill(network.bytes.begin() + 8, network.bytes.end(), std::byte{0});
    return network;
}

bool HandshakeGate::take_token(const Source& source, Instant now) {
    auto found = buckets_.find(source);
    if (found == buckets_.end()) {
        make_room(now);
        found = buckets_.emplace(source, Bucket{limits_.burst, now}).first;
    }
    auto& bucket = found->second;
    const std::chrono::duration<double> passed = std::max(now - bucket.filled, Duration{});
    bucket.tokens = std::min(limits_.burst, bucket.tokens + passed.count() * limits_.per_second);
    bucket.filled = std::max(now, bucket.filled);
    if (bucket.tokens < 1.0) return false;
    bucket.tokens -= 1.0;
    return true;
}

void HandshakeGate::make_room(Instant now) {
    if (buckets_.size() < limits_.sources_max) return;
    // A full bucket says the same as none.
    std::erase_if(buckets_, [&](const auto& entry) {
        const std::chrono::duration<double> passed = now - entry.second.filled;
        return entry.second.tokens + passed.count() * limits_.per_second >= limits_.burst;
    });
    if (buckets_.size() < limits_.sources_max) return;
    buckets_.erase(std::ranges::min_element(buckets_, {},
                                            [](const auto& entry) { return entry.second.filled; }));
}

std::optional<ConnectionId> HandshakeGate::oldest_to_drop(const Source& source) const {
    const auto is_from_source = [&](const auto& entry) { return entry.second == source; };
    const auto from_source =
        static_cast<std::size_t>(std::ranges::count_if(unfinished_, is_from_source));
    if (from_source >= limits_.unfinished_per_source_max)
        return std::ranges::find_if(unfinished_, is_from_source)->first;
    if (unfinished_.size() >= limits_.unfinished_max) return unfinished_.begin()->first;
    return std::nullopt;
}

}  // namespace earshot::link
