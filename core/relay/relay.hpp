#pragma once

#include <cstddef>
#include <optional>

#include "core/relay/carrier.hpp"
#include "core/relay/detours.hpp"
#include "core/relay/effects.hpp"
#include "core/relay/ends.hpp"
#include "core/relay/neighbours.hpp"
#include "crypto/entropy.hpp"

/// A link between two computers that do not reach each other, through one that both have a link
/// with: it carries a stream of bytes, and the two run their whole link over it, handshake and all.
/// Every computer is an end of some streams and carries others. One hop only: links over a stream
/// are never told of here. A pure machine; not thread-safe. docs/PROTOCOL.md, "Relay".
namespace earshot::relay {

class Relay {
public:
    /// `guard` and `entropy` outlive this.
    Relay(const DeviceId& own, const Guard& guard, crypto::Entropy& entropy);
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    // Direct links.
    void on_link_up(const Neighbour& neighbour, Instant now);
    void on_link_down(LinkId link, Effects& effects);
    /// False: no Earshot says that.
    bool on_frame(LinkId link, std::uint8_t type, ByteView body, Instant now, Effects& effects);

    // Streams that end here; unknown ones are ignored.
    void on_said(StreamId stream, ByteView bytes, Effects& effects);
    void on_over(StreamId stream, Effects& effects);
    /// The link over it stands.
    void on_established(StreamId stream, Instant now) { detours_.on_established(stream, now); }
    /// Who is to be at its other end, through whom, and whether we asked. Null for unknown ones.
    const Ends::End* find(StreamId stream) const { return ends_.find(stream); }

    /// Whether a stream passes this link.
    bool uses(LinkId link) const { return carrier_.uses(link) || ends_.uses(link); }

    // As Detours.
    void on_no_direct(const DeviceId& device, LinkId by, Instant now) {
        detours_.on_no_direct(device, by, now);
    }
    void on_sought(const DeviceId& device, Instant now) { detours_.on_sought(device, now); }
    void on_network_changed() { detours_.on_network_changed(); }

    void on_time(Instant now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// Sizes of what grows with what others say, for checks of their bounds.
    struct Sizes {
        std::size_t carried = 0;
        std::size_t carried_bytes = 0;
        std::size_t ends = 0;
        std::size_t detours = 0;
    };
    Sizes sizes() const;

private:
    bool on_asked(LinkId link, std::uint8_t type, ByteView body, Instant now, Effects& effects);
    bool on_carried(const Carrier::Place& place, std::uint8_t type, ByteView body, Instant now,
                    Effects& effects);
    bool on_end(StreamId stream, std::uint8_t type, ByteView body, Effects& effects);

    Neighbours neighbours_;
    Ends ends_;
    Carrier carrier_;
    Detours detours_;
};

}  // namespace earshot::relay
