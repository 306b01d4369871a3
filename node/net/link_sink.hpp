#pragma once

#include <cstdint>

#include "core/base/bytes.hpp"
#include "core/link/link.hpp"

/// What connections tell the node. All calls come on the one thread, never from inside a call to a
/// LinkDriver.
namespace earshot::net {

class LinkDriver;
using DialId = std::uint64_t;  ///< As the engine numbers its dials.

class LinkSink {
public:
    virtual ~LinkSink() = default;

    /// Nothing came of a dial: no connection within limits::dial_timeout, or a refusal.
    virtual void on_dial_failed(DialId dial, bool is_refused) = 0;
    /// A dialled connection stands; its handshake begins.
    virtual void on_connected(LinkDriver& link) = 0;
    virtual void on_established(LinkDriver& link, const link::Peer& peer) = 0;
    virtual void on_received(LinkDriver& link, std::uint8_t type, Bytes body) = 0;
    virtual void on_aging(LinkDriver& link) = 0;
    /// The last call about this link, established or not; afterwards it is gone.
    virtual void on_ended(LinkDriver& link, const link::Ended& ended) = 0;

    /// While true no link reads; `Links::resume` lets them go on.
    virtual bool is_full() const = 0;
};

}  // namespace earshot::net
