#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "core/base/endpoint.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// Which inbound connections may start a handshake, so that nobody keeps us busy or our places
/// taken. A source is an IPv4 address, an IPv6 address on our own link, or any other IPv6 /64.
/// docs/PROTOCOL.md, "Limits of handshakes".
namespace earshot::link {

using ConnectionId = std::uint64_t;  ///< The caller's number for a connection; never used again.

struct GateLimits {
    std::size_t unfinished_max = limits::handshakes_inbound_max;
    std::size_t unfinished_per_source_max = limits::handshakes_per_source_max;
    double per_second = limits::handshakes_per_source_second;
    double burst = limits::handshakes_per_source_burst;
    std::size_t sources_max = limits::handshake_sources_max;
};

class HandshakeGate {
public:
    explicit HandshakeGate(const GateLimits& limits = {}) : limits_(limits) {}

    struct Decision {
        bool admitted = false;
        /// An older unfinished handshake that has to go instead: close it without a word.
        std::optional<ConnectionId> drop;
    };
    /// A connection was accepted. `on_link`: the source is in a prefix of one of our interfaces.
    Decision on_connection(ConnectionId id, const Address& source, bool on_link, Instant now);

    /// An admitted handshake is over, well or badly. Unknown ids are ignored.
    void on_finished(ConnectionId id);

    std::size_t unfinished() const noexcept { return unfinished_.size(); }
    std::size_t sources() const noexcept { return buckets_.size(); }

private:
    using Source = Address;

    struct Bucket {
        double tokens = 0;
        Instant filled{};
    };

    static Source source_of(const Address& address, bool on_link);
    bool take_token(const Source& source, Instant now);
    void make_room(Instant now);
    std::optional<ConnectionId> oldest_to_drop(const Source& source) const;

    GateLimits limits_;
    std::map<Source, Bucket> buckets_;
    std::map<ConnectionId, Source> unfinished_;  ///< Ids ascend, so the first is the oldest.
};

}  // namespace earshot::link
