#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/endpoint.hpp"
#include "core/base/subnet.hpp"
#include "core/base/time.hpp"
#include "core/delivery/effects.hpp"
#include "core/gossip/gossip.hpp"
#include "core/link/dialer.hpp"
#include "core/link/link_options.hpp"
#include "core/link/peer.hpp"
#include "core/notify/notices.hpp"
#include "core/relay/effects.hpp"
#include "core/typing/typing.hpp"

/// `Input` and `Effects`: all that crosses the I/O line, as values.
namespace earshot::engine {

class Engine;
struct Effects;

// Inputs: what happened.

/// A link finished its handshake. `dial` is set when we dialled.
struct LinkUp {
    LinkId link{};
    link::Peer peer;
    Endpoint remote;
    std::optional<link::DialId> dial;
    Instant started{};                 ///< When its connection was made.
    std::optional<Address> local{};    ///< Our end of it.
    std::optional<StreamId> stream{};  ///< It runs over this one, through somebody else.
};

/// An established link has ended.
struct LinkDown {
    LinkId link{};
    gossip::LinkEnd how{};
};

/// A link is old and wants a successor; it works until the successor is there.
struct LinkAging {
    LinkId link{};
};

struct FrameReceived {
    LinkId link{};
    std::uint8_t type = 0;
    Bytes body;
};

/// What runs over a stream says this: never more than there is room for.
struct StreamSaid {
    StreamId stream{};
    Bytes bytes;
};

/// What ran over a stream has ended.
struct StreamOver {
    StreamId stream{};
};

/// Somebody may be reached there.
struct Sighted {
    link::Target target;
    std::vector<Endpoint> endpoints;
};

/// A source hears of a target no more. No connection ends for that.
struct Lost {
    link::Target target;
};

/// A dial came to nothing, at whatever stage.
struct DialFailed {
    link::DialId dial{};
    link::DialFailure failure{};
};

/// The connection of a dial stands; its handshake begins.
struct DialConnected {
    link::DialId dial{};
};

/// Interfaces or addresses changed.
struct NetworkChanged {
    std::vector<Subnet> own;
    std::vector<Endpoint> reachable_at;       ///< Where others may dial us.
    std::vector<gossip::Segment> segments{};  ///< The networks where they see us.
    bool is_hidden = false;                   ///< Strangers see us in none of them.
};

/// The working hours of our person, if they have such, have begun or are over.
struct HoursChanged {
    bool is_off = false;
};

/// How much we can do for others: we came onto cable and mains, or left one of them.
struct FootingChanged {
    gossip::Footing footing{};
};

/// What `TryEndpoint` came to.
struct Tried {
    LinkId link{};
    bool is_reached = false;
};

/// The computer will sleep in a moment: links say goodbye, and nobody is dialled or met until
/// `Woke`.
struct SleepSoon {};

/// The computer slept, or stood still: who was there may be gone, and everything is worth a try.
struct Woke {};

/// A client's call. It runs inside the turn; its answer leaves after the commit. An Error of kind
/// `io` or `no_space` is the store's and ends the turn; any other concerns only the call.
struct Command {
    std::function<Result<void>(Engine&, Now, Effects&)> run;
};

using Input = std::variant<LinkUp, LinkDown, LinkAging, FrameReceived, StreamSaid, StreamOver,
                           Sighted, Lost, DialFailed, DialConnected, NetworkChanged, FootingChanged,
                           HoursChanged, Tried, SleepSoon, Woke, Command>;

// Effects: what must happen after the commit.

struct CloseLink {
    LinkId link{};
    link::ByeReason reason{};

    friend bool operator==(const CloseLink&, const CloseLink&) = default;
};

/// Connect there, say nothing, and tell how it went: the peer of that link asked for it.
struct TryEndpoint {
    LinkId link{};
    Endpoint endpoint;

    friend bool operator==(const TryEndpoint&, const TryEndpoint&) = default;
};

/// How somebody is seen.
struct Shown {
    gossip::State state = gossip::State::left;
    std::string text;     ///< What they say of it.
    bool answers = true;  ///< False: here as far as is known, but a message got no answer.

    bool is_there() const { return gossip::is_there(state); }
    friend bool operator==(const Shown&, const Shown&) = default;
};

/// Known, never guessed: somebody is seen otherwise than before. Not durable.
struct PresenceChanged {
    PersonId person;
    Shown shown;

    friend bool operator==(const PresenceChanged&, const PresenceChanged&) = default;
};

/// Frames and durable events come from delivery and the features.
struct Effects : delivery::Effects {
    std::vector<CloseLink> closes;
    link::DialEffects dials;
    std::vector<PresenceChanged> presence;
    std::vector<typing::Change> typing;
    std::vector<notify::Change> notices;
    std::vector<ConversationId> drafts;  ///< Which have changed.
    std::vector<TryEndpoint> tries;
    std::vector<relay::StreamEffect> streams;
    std::vector<bool> dialled_back;        ///< Whether peers that we asked have reached us.
    std::optional<gossip::Search> search;  ///< What discovery does from now on.
    bool seeds_changed = false;
    bool runs_twice = false;     ///< Somebody else uses our identity.
    std::vector<LinkId> probes;  ///< Links that have to show that they are alive.
};

}  // namespace earshot::engine
