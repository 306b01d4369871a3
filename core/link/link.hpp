#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/identity/identity.hpp"
#include "core/link/fragments.hpp"
#include "core/link/frame.hpp"
#include "core/link/handshake.hpp"
#include "core/link/input_buffer.hpp"
#include "core/link/keepalive.hpp"
#include "core/link/link_options.hpp"
#include "core/link/peer.hpp"
#include "crypto/entropy.hpp"

/// One secure connection to one device, as a machine: bytes in, bytes and events out. Handshake,
/// encryption, padding, fragments, keepalive, replacement by age, and a clean end.
/// docs/PROTOCOL.md, "Link". Hostile input ends the link and nothing else.
namespace earshot::link {

/// Both sides are proven, and the peer has accepted us too.
struct Established {
    Peer peer;
    friend bool operator==(const Established&, const Established&) = default;
};

/// A body of type `frame_type::first_of_engine` or above, whole and in order.
struct Received {
    std::uint8_t type = 0;
    Bytes body;
    friend bool operator==(const Received&, const Received&) = default;
};

/// The link is old and should be replaced by a new one; this one goes on working until the hard
/// limit. Comes once, to the side that dialled well before the other.
struct Aging {
    friend bool operator==(const Aging&, const Aging&) = default;
};

/// The last event. `clean`: both sides said how much they sent, and all of it arrived.
struct Ended {
    EndReason reason{};
    bool clean = false;
    ByeReason bye = ByeReason::none;  ///< What the peer, or we, gave as the reason.
    friend bool operator==(const Ended&, const Ended&) = default;
};

using Event = std::variant<Established, Received, Aging, Ended>;
using Events = std::vector<Event>;

class Link {
public:
    /// `identity` and `entropy`, and `options.policy` if there is one, outlive the link.
    Link(Role role, const identity::LocalIdentity& identity, LinkOptions options,
         crypto::Entropy& entropy, Instant now);

    void on_bytes(ByteView bytes, Instant now, Events& events);
    /// The connection delivers no more bytes, in order or by an error.
    void on_end(Instant now, Events& events);
    void on_time(Instant now, Events& events);
    std::optional<Instant> next_deadline() const;

    /// Queues a body for the peer. `refused` before Established and after the end, `expired` when
    /// the link is used up, `too_large`
    /// above limits::fragmented_body_bytes_max, `busy` when limits::link_output_bytes_max wait to
    /// be written. Precondition: `type` is not below frame_type::first_of_engine.
    Result<void> send(std::uint8_t type, ByteView body);

    /// Says goodbye. What the peer has sent until it answers is still received, for at most
    /// limits::link_drain; then comes Ended. Before Established: the end without a word.
    void close(ByeReason reason, Instant now, Events& events);

    /// The computer slept, and the peer may have given up meanwhile: a link that says nothing
    /// within limits::probe_answer ends. Does nothing before Established.
    void probe(Instant now);

    /// What has to be written to the socket now. The memory of `spare`, a buffer that was written,
    /// is used again.
    Bytes take_output(Bytes spare = {});
    std::size_t output_bytes() const noexcept { return output_.size(); }

    /// When the last authentic frame came.
    Instant heard() const noexcept { return keepalive_.heard(); }

    /// Ended has been told: write what `take_output` still has, then close the socket.
    bool finished() const noexcept { return state_ == State::finished; }
    bool is_established() const noexcept {
        return state_ == State::open || state_ == State::closing;
    }
    Role role() const noexcept { return role_; }
    /// Of the handshake's last question, then of each ping. None before the first answer.
    std::optional<Duration> round_trip() const noexcept { return round_trip_; }

private:
    enum class State : std::uint8_t { handshaking, confirming, open, closing, finished };

    void on_answer() noexcept;
    void read_handshake(ByteView& input, Events& events);
    void start_transport(Handshake::Done done, Events& events);
    void establish(Events& events);
    void read_frames(ByteView& input, Events& events);
    void on_frame(const Frame& frame, Events& events);
    void on_fragment(ByteView body, Events& events);
    void on_close_frame(ByteView body, Events& events);
    void seal(std::uint8_t type, ByteView head, ByteView rest);
    void send_fragments(std::uint8_t type, ByteView body);
    void send_close();
    void note_frames(std::uint64_t frames) noexcept;
    void check_silence(Events& events);
    void check_age(Events& events);
    void end(EndReason reason, bool clean, Events& events);
    /// The end without a word, for whatever the peer did wrong.
    void fail(EndReason reason, Events& events);

    Role role_;
    State state_ = State::handshaking;
    std::optional<Handshake> handshake_;
    std::optional<Peer> peer_;  ///< Between the end of the handshake and Established.
    std::optional<FrameSealer> sealer_;
    std::optional<FrameOpener> opener_;
    FragmentJoiner fragments_;
    std::uint32_t next_stream_ = 1;
    InputBuffer input_;
    std::optional<std::size_t> frame_bytes_;  ///< Of the frame whose length was read.
    Bytes output_;

    Instant now_;
    Instant started_;
    Keepalive keepalive_;
    std::optional<Instant> asked_;  ///< When that left which only the peer's answer follows.
    std::optional<Duration> round_trip_;
    std::optional<Instant> close_deadline_;
    Instant aging_at_;
    Instant expires_;
    FrameLimits frame_limits_;
    bool aging_told_ = false;
    ByeReason bye_ = ByeReason::none;
};

}  // namespace earshot::link
