#include "core/link/link.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/base/limits.hpp"

namespace earshot::link {
namespace {

/// Enough for the frames of one turn of a chatty link; more grows by itself.
constexpr std::size_t output_bytes_usual = 4096;
constexpr std::size_t output_bytes_kept = 256 * 1024;
/// A peer that asks without reading our answers gets no more of them.
constexpr std::size_t output_bytes_for_pong = 64 * 1024;
/// BYE, CLOSE, and what was on its way when the limit was reached.
constexpr std::uint64_t frames_to_close = 4096;

/// Of a body of this size with all its headers, padding and tags.
std::size_t bytes_on_wire(std::size_t body_bytes) {
    if (body_bytes <= limits::frame_body_bytes_max) return frame_bytes(body_bytes);
    const auto whole = body_bytes / fragment_part_bytes_max;
    const auto rest = body_bytes % fragment_part_bytes_max;
    return whole * frame_bytes(limits::frame_body_bytes_max) +
           (rest == 0 ? 0 : frame_bytes(rest + fragment_header_bytes));
}

Duration random_below(Duration bound, crypto::Entropy& entropy) {
    const auto bytes = crypto::random_array<8>(entropy);
    const auto ticks = static_cast<std::uint64_t>(bound.count());
    return Duration{static_cast<Duration::rep>(read_u64(bytes) % ticks)};
}

ByeReason bye_reason(std::byte number) {
    const auto reason = static_cast<ByeReason>(number);
    return reason <= ByeReason::refused ? reason : ByeReason::none;
}

}  // namespace

Link::Link(Role role, const identity::LocalIdentity& identity, LinkOptions options,
           crypto::Entropy& entropy, Instant now)
    : role_(role),
      now_(now),
      started_(now),
      keepalive_(now),
      aging_at_(now + (role == Role::initiator
                           ? limits::link_replace_after +
                                 random_below(limits::link_replace_spread, entropy)
                           : Duration{limits::link_replace_other_side})),
      expires_(now + limits::link_life_max),
      frame_limits_(options.frame_limits) {
    handshake_.emplace(role, identity, std::move(options), entropy);
    if (role == Role::initiator) {
        handshake_->start(output_);
        asked_ = now;
    }
}

void Link::on_bytes(ByteView bytes, Instant now, Events& events) {
    now_ = std::max(now_, now);
    if (state_ == State::handshaking || state_ == State::confirming) on_answer();
    if (state_ == State::handshaking) read_handshake(bytes, events);
    if (state_ != State::handshaking && state_ != State::finished) read_frames(bytes, events);
}

void Link::on_end(Instant now, Events& events) {
    now_ = std::max(now_, now);
    switch (state_) {
        case State::finished: return;
        case State::handshaking: return fail(EndReason::no_answer, events);
        case State::confirming: return fail(EndReason::refused, events);
        case State::closing: return end(EndReason::closed_here, false, events);
        case State::open: return fail(EndReason::cut_off, events);
    }
}

void Link::on_time(Instant now, Events& events) {
    now_ = std::max(now_, now);
    switch (state_) {
        case State::handshaking:
        case State::confirming:
            if (now_ >= *next_deadline()) fail(EndReason::handshake_timeout, events);
            return;
        case State::open:
            check_silence(events);
            check_age(events);
            return;
        case State::closing:
            if (now_ >= close_deadline_) end(EndReason::closed_here, false, events);
            return;
        case State::finished: return;
    }
}

std::optional<Instant> Link::next_deadline() const {
    switch (state_) {
        case State::handshaking: {
            const bool waits_for_first = role_ == Role::responder && !handshake_->has_heard();
            return started_ +
                   (waits_for_first ? limits::handshake_first_message_max : limits::handshake_max);
        }
        case State::confirming: return started_ + limits::handshake_max;
        case State::open: {
            const auto age = aging_told_ ? expires_ : std::min(aging_at_, expires_);
            return std::min(keepalive_.next_deadline(), age);
        }
        case State::closing: return close_deadline_;
        case State::finished: return std::nullopt;
    }
    return std::nullopt;
}

Result<void> Link::send(std::uint8_t type, ByteView body) {
    assert(type >= frame_type::first_of_engine);
    if (state_ != State::open) return Error{ErrorKind::refused, "link is not open"};
    if (sealer_->frames() >= frame_limits_.most)
        return Error{ErrorKind::expired, "link has sent all the frames it may"};
    if (body.size() > limits::fragmented_body_bytes_max)
        return Error{ErrorKind::too_large, "body is too large for a link"};
    if (output_.size() + bytes_on_wire(body.size()) > limits::link_output_bytes_max)
        return Error{ErrorKind::busy, "too much waits to be written"};
    if (body.size() <= limits::frame_body_bytes_max) {
        seal(type, {}, body);
    } else {
        send_fragments(type, body);
    }
    return {};
}

void Link::close(ByeReason reason, Instant now, Events& events) {
    now_ = std::max(now_, now);
    if (state_ == State::finished || state_ == State::closing) return;
    bye_ = reason;
    if (state_ == State::handshaking) {
        fail(EndReason::closed_here, events);
        return;
    }
    const std::byte number{static_cast<std::uint8_t>(reason)};
    seal(frame_type::bye, {}, ByteView{&number, 1});
    send_close();
    if (state_ == State::confirming) {
        end(EndReason::closed_here, false, events);
        return;
    }
    state_ = State::closing;
    close_deadline_ = now_ + limits::link_drain;
}

void Link::probe(Instant now) {
    now_ = std::max(now_, now);
    if (state_ != State::open) return;
    seal(frame_type::ping, {}, {});
    asked_ = now_;
    keepalive_.on_probe(now_);
}

Bytes Link::take_output(Bytes spare) {
    spare.clear();
    if (spare.capacity() > output_bytes_kept) spare = Bytes{};
    return std::exchange(output_, std::move(spare));
}

void Link::on_answer() noexcept {
    if (asked_) round_trip_ = now_ - *std::exchange(asked_, std::nullopt);
}

void Link::read_handshake(ByteView& input, Events& events) {
    while (state_ == State::handshaking) {
        const auto piece = input_.take(input, handshake_->wanted());
        if (!piece) return;
        const auto said = output_.size();
        auto step = handshake_->on_input(*piece, output_);
        if (output_.size() > said) asked_ = now_;
        if (auto* const done = std::get_if<Handshake::Done>(&step)) {
            start_transport(std::move(*done), events);
        } else if (const auto* const reason = std::get_if<EndReason>(&step)) {
            fail(*reason, events);
        }
    }
}

void Link::start_transport(Handshake::Done done, Events& events) {
    handshake_.reset();
    sealer_.emplace(std::move(done.send));
    opener_.emplace(std::move(done.receive));
    keepalive_ = Keepalive{now_};
    peer_ = std::move(done.peer);
    if (role_ == Role::initiator) {
        state_ = State::confirming;
        return;
    }
    establish(events);
    // What tells the initiator that it was accepted.
    seal(frame_type::empty, {}, {});
}

void Link::establish(Events& events) {
    state_ = State::open;
    events.emplace_back(Established{*std::exchange(peer_, std::nullopt)});
}

void Link::read_frames(ByteView& input, Events& events) {
    while (state_ != State::finished) {
        if (!frame_bytes_) {
            const auto length = input_.take(input, 2);
            if (!length) return;
            frame_bytes_ = read_u16(*length);
            if (!is_sealed_size(*frame_bytes_)) return fail(EndReason::damaged, events);
        }
        const auto sealed = input_.take(input, *frame_bytes_);
        if (!sealed) return;
        frame_bytes_.reset();
        // A peer that keeps to the rules has closed the link long before.
        if (opener_->frames() >= frame_limits_.most + frames_to_close)
            return fail(EndReason::expired, events);
        const auto frame = opener_->open(*sealed);
        if (!frame) {
            const bool forged = frame.error().kind == ErrorKind::unauthenticated;
            return fail(forged ? EndReason::damaged : EndReason::malformed, events);
        }
        keepalive_.on_heard(now_);
        note_frames(opener_->frames());
        if (state_ == State::confirming) establish(events);
        on_frame(*frame, events);
    }
}

void Link::on_frame(const Frame& frame, Events& events) {
    if (frame.type >= frame_type::first_of_engine) {
        events.emplace_back(Received{frame.type, to_bytes(frame.body)});
        return;
    }
    switch (frame.type) {
        case frame_type::empty:
        case frame_type::ping:
        case frame_type::pong:
            if (!frame.body.empty()) return fail(EndReason::malformed, events);
            if (frame.type == frame_type::pong) on_answer();
            if (frame.type == frame_type::ping && state_ == State::open &&
                output_.size() < output_bytes_for_pong && now_ < expires_)
                seal(frame_type::pong, {}, {});
            return;
        case frame_type::close: return on_close_frame(frame.body, events);
        case frame_type::fragment: return on_fragment(frame.body, events);
        case frame_type::bye:
            if (frame.body.size() != 1) return fail(EndReason::malformed, events);
            if (state_ == State::open) bye_ = bye_reason(frame.body.front());
            return;
        default: return;  // Of a newer Earshot.
    }
}

void Link::on_fragment(ByteView body, Events& events) {
    auto joined = fragments_.on_fragment(body);
    if (!joined) return fail(EndReason::malformed, events);
    if (*joined) events.emplace_back(Received{(*joined)->type, std::move((*joined)->body)});
}

void Link::on_close_frame(ByteView body, Events& events) {
    const auto frames_before = opener_->frames() - 1;
    if (body.size() != 8 || read_u64(body) != frames_before)
        return fail(EndReason::malformed, events);
    if (state_ == State::closing) return end(EndReason::closed_here, true, events);
    send_close();
    end(EndReason::closed_by_peer, true, events);
}

void Link::seal(std::uint8_t type, ByteView head, ByteView rest) {
    if (output_.capacity() == 0) output_.reserve(output_bytes_usual);
    sealer_->seal(type, head, rest, output_);
    keepalive_.on_sent(now_);
    note_frames(sealer_->frames());
}

void Link::send_fragments(std::uint8_t type, ByteView body) {
    FragmentHeader header{.stream = next_stream_++,
                          .type = type,
                          .total = static_cast<std::uint32_t>(body.size()),
                          .offset = 0};
    while (!body.empty()) {
        const auto part = body.first(std::min(body.size(), fragment_part_bytes_max));
        seal(frame_type::fragment, encode_fragment_header(header), part);
        header.offset += static_cast<std::uint32_t>(part.size());
        body = body.subspan(part.size());
    }
}

void Link::send_close() {
    Bytes count;
    append_u64(count, sealer_->frames());
    seal(frame_type::close, {}, count);
}

void Link::note_frames(std::uint64_t frames) noexcept {
    auto until_replaced = frame_limits_.until_replaced;
    if (role_ == Role::responder) until_replaced += until_replaced / 16;
    if (frames >= until_replaced) aging_at_ = std::min(aging_at_, now_);
    if (frames >= frame_limits_.most) expires_ = std::min(expires_, now_);
}

void Link::check_silence(Events& events) {
    switch (keepalive_.on_time(now_)) {
        case Keepalive::Due::nothing: return;
        case Keepalive::Due::empty: return seal(frame_type::empty, {}, {});
        case Keepalive::Due::ping:
            seal(frame_type::ping, {}, {});
            asked_ = now_;
            return;
        case Keepalive::Due::lost: return fail(EndReason::silent, events);
    }
}

void Link::check_age(Events& events) {
    if (state_ != State::open) return;
    if (!aging_told_ && now_ >= aging_at_) {
        aging_told_ = true;
        events.emplace_back(Aging{});
    }
    if (now_ >= expires_) close(ByeReason::aged, now_, events);
}

void Link::end(EndReason reason, bool clean, Events& events) {
    state_ = State::finished;
    handshake_.reset();
    events.emplace_back(Ended{reason, clean, bye_});
}

void Link::fail(EndReason reason, Events& events) {
    output_.clear();
    end(reason, false, events);
}

}  // namespace earshot::link
