#include "tests/sim/frame_channel.hpp"

#include <algorithm>
#include <utility>

#include "tests/sim/traffic.hpp"

namespace earshot::sim {
namespace {

std::optional<link::EndReason> objection(const link::Peer& own, const link::Peer& peer,
                                         const std::optional<link::Expected>& expected) {
    if (peer.device == own.device) return link::EndReason::own_device;
    if (expected && peer.device != expected->device) return link::EndReason::unexpected_device;
    return std::nullopt;
}

}  // namespace

FrameChannel::FrameChannel(link::Role role, Ends ends, Instant now)
    : role_(role), ends_(std::move(ends)), now_(now), started_(now), keepalive_(now) {
    if (role_ == link::Role::initiator) put(hello_type);
}

void FrameChannel::on_segment(const Segment& segment, Instant now, link::Events& events) {
    now_ = std::max(now_, now);
    if (state_ == State::handshaking) return on_handshake(segment, events);
    if (state_ == State::finished) return;
    keepalive_.on_heard(now_);
    if (state_ == State::confirming) establish(events);
    on_frame(segment, events);
}

/// Noise XX: the dialled side names itself first, and only if the dialler then does so too is the
/// link established, for the dialler when it hears that it was accepted.
void FrameChannel::on_handshake(const Segment& segment, link::Events& events) {
    if (segment.type != hello_type) return fail(link::EndReason::not_earshot, events);
    if (!segment.proof) return say_hello();
    if (const auto reason = objection(*ends_.own, *segment.proof, ends_.expected))
        return fail(*reason, events);
    peer_ = segment.proof;
    keepalive_ = link::Keepalive{now_};
    if (role_ == link::Role::initiator) {
        say_hello();
        state_ = State::confirming;
        return;
    }
    establish(events);
    put(link::frame_type::empty);
}

void FrameChannel::on_frame(const Segment& segment, link::Events& events) {
    switch (segment.type) {
        case link::frame_type::ping:
            if (state_ == State::open) put(link::frame_type::pong);
            return;
        case link::frame_type::bye:
            bye_ = static_cast<link::ByeReason>(segment.bytes.front());
            return;
        case link::frame_type::close:
            if (state_ == State::closing) return end(link::EndReason::closed_here, true, events);
            put(link::frame_type::close);
            return end(link::EndReason::closed_by_peer, true, events);
        default:
            if (segment.type >= link::frame_type::first_of_engine)
                events.emplace_back(link::Received{segment.type, segment.bytes});
    }
}

void FrameChannel::on_end(Instant now, link::Events& events) {
    now_ = std::max(now_, now);
    switch (state_) {
        case State::finished: return;
        case State::handshaking: return fail(link::EndReason::no_answer, events);
        case State::confirming: return fail(link::EndReason::refused, events);
        case State::closing: return end(link::EndReason::closed_here, false, events);
        case State::open: return fail(link::EndReason::cut_off, events);
    }
}

void FrameChannel::on_time(Instant now, link::Events& events) {
    now_ = std::max(now_, now);
    const auto due = next_deadline();
    if (!due || now_ < *due) return;
    if (state_ == State::closing) return end(link::EndReason::closed_here, false, events);
    if (state_ != State::open) return fail(link::EndReason::handshake_timeout, events);
    switch (keepalive_.on_time(now_)) {
        case link::Keepalive::Due::nothing: return;
        case link::Keepalive::Due::empty: return put(link::frame_type::empty);
        case link::Keepalive::Due::ping: return put(link::frame_type::ping);
        case link::Keepalive::Due::lost: return fail(link::EndReason::silent, events);
    }
}

void FrameChannel::probe(Instant now) {
    now_ = std::max(now_, now);
    if (state_ != State::open) return;
    put(link::frame_type::ping);
    keepalive_.on_probe(now_);
}

std::optional<Instant> FrameChannel::next_deadline() const {
    switch (state_) {
        case State::handshaking:
        case State::confirming: return started_ + limits::handshake_max;
        case State::open: return keepalive_.next_deadline();
        case State::closing: return close_deadline_;
        case State::finished: return std::nullopt;
    }
    return std::nullopt;
}

Result<void> FrameChannel::send(std::uint8_t type, ByteView body, std::size_t waiting_bytes) {
    if (state_ != State::open) return Error{ErrorKind::refused, "link is not open"};
    if (body.size() > limits::fragmented_body_bytes_max)
        return Error{ErrorKind::too_large, "body is too large for a link"};
    if (waiting_bytes + body.size() > limits::link_output_bytes_max)
        return Error{ErrorKind::busy, "peer does not read"};
    put(type, to_bytes(body));
    return {};
}

void FrameChannel::close(link::ByeReason reason, Instant now, link::Events& events) {
    now_ = std::max(now_, now);
    if (state_ == State::finished || state_ == State::closing) return;
    if (state_ != State::open) return fail(link::EndReason::closed_here, events);
    bye_ = reason;
    put(link::frame_type::bye, Bytes{static_cast<std::byte>(reason)});
    put(link::frame_type::close);
    state_ = State::closing;
    close_deadline_ = now_ + limits::link_drain;
}

void FrameChannel::put(std::uint8_t type, Bytes body) {
    keepalive_.on_sent(now_);
    output_.push_back({type, std::move(body), nullptr});
}

void FrameChannel::say_hello() {
    put(hello_type);
    output_.back().proof = ends_.own;
}

void FrameChannel::establish(link::Events& events) {
    state_ = State::open;
    events.emplace_back(link::Established{*peer_});
}

void FrameChannel::end(link::EndReason reason, bool clean, link::Events& events) {
    state_ = State::finished;
    peer_.reset();
    events.emplace_back(link::Ended{reason, clean, bye_});
}

void FrameChannel::fail(link::EndReason reason, link::Events& events) {
    output_.clear();
    end(reason, false, events);
}

}  // namespace earshot::sim
