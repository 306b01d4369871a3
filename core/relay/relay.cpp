#include "core/relay/relay.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::relay {
namespace {

/// Every frame begins with the number of its stream.
std::optional<std::uint32_t> number_in(ByteView body) {
    if (body.size() < sizeof(std::uint32_t)) return std::nullopt;
    return read_u32(body);
}

std::size_t bytes_max(std::uint8_t type) {
    constexpr std::size_t numbers = 2 * sizeof(std::uint32_t);
    return type == data_frame ? limits::relay_part_bytes_max + numbers
                              : limits::relay_frame_bytes_max;
}

/// Decodes a frame and has it handled; false where it does not decode.
template <class Frame, class Handle>
bool read(ByteView body, Handle handle) {
    const auto frame = wire::decode<Frame>(body, body.size());
    return frame && handle(*frame);
}

/// What is said of a stream that was asked for, to whoever has it here.
template <class Handler>
bool read_of_stream(std::uint8_t type, ByteView body, Handler handler) {
    switch (type) {
        case opened_frame:
            return read<StreamFrame>(body, [&](const auto&) {
                handler.on_opened();
                return true;
            });
        case refused_frame:
            return read<RefusedFrame>(body, [&](const auto& frame) {
                handler.on_refused(frame.reason);
                return true;
            });
        case data_frame:
            return read<DataFrame>(body,
                                   [&](const auto& frame) { return handler.on_data(frame.bytes); });
        case credit_frame:
            return read<CreditFrame>(
                body, [&](const auto& frame) { return handler.on_credit(frame.bytes); });
        default:
            return read<StreamFrame>(body, [&](const auto&) {
                handler.on_close();
                return true;
            });
    }
}

}  // namespace

Relay::Relay(const DeviceId& own, const Guard& guard, crypto::Entropy& entropy)
    : ends_(own, neighbours_, guard, entropy),
      carrier_(own, neighbours_, guard),
      detours_({neighbours_, ends_, guard, entropy}) {}

void Relay::on_link_up(const Neighbour& neighbour, Instant now) {
    neighbours_.add(neighbour, now);
    detours_.on_direct(neighbour.device);
    detours_.on_neighbour_up(now);
}

void Relay::on_link_down(LinkId link, Effects& effects) {
    neighbours_.remove(link);
    carrier_.on_link_down(link, effects);
    ends_.on_link_down(link, effects);
}

bool Relay::on_frame(LinkId link, std::uint8_t type, ByteView body, Instant now, Effects& effects) {
    const auto number = number_in(body);
    if (!number || body.size() > bytes_max(type)) return false;
    if (type == open_frame || type == offer_frame) return on_asked(link, type, body, now, effects);
    if (const auto stream = ends_.find(link, *number)) return on_end(*stream, type, body, effects);
    if (const auto place = carrier_.find(link, *number))
        return on_carried(*place, type, body, now, effects);
    return true;  // Of a stream that has just ended.
}

bool Relay::on_asked(LinkId link, std::uint8_t type, ByteView body, Instant now, Effects& effects) {
    return read<OpenFrame>(body, [&](const auto& frame) {
        if (!neighbours_.take_their_number(link, frame.stream)) return false;
        if (type == open_frame) {
            carrier_.on_open(link, frame, now, effects);
        } else {
            ends_.on_offer(link, frame, effects);
        }
        return true;
    });
}

bool Relay::on_carried(const Carrier::Place& place, std::uint8_t type, ByteView body, Instant now,
                       Effects& effects) {
    struct Handler {
        Carrier& carrier;
        const Carrier::Place& place;
        Instant now;
        Effects& effects;

        void on_opened() { carrier.on_opened(place, now, effects); }
        void on_refused(std::uint8_t reason) { carrier.on_refused(place, reason, effects); }
        bool on_data(const Bytes& bytes) { return carrier.on_data(place, bytes, now, effects); }
        bool on_credit(std::uint32_t bytes) {
            return carrier.on_credit(place, bytes, now, effects);
        }
        void on_close() { carrier.on_close(place, now, effects); }
    };
    return read_of_stream(type, body, Handler{carrier_, place, now, effects});
}

bool Relay::on_end(StreamId stream, std::uint8_t type, ByteView body, Effects& effects) {
    struct Handler {
        Ends& ends;
        StreamId stream;
        Effects& effects;

        void on_opened() { ends.on_opened(stream, effects); }
        void on_refused(std::uint8_t) { ends.on_refused(stream); }
        bool on_data(const Bytes& bytes) { return ends.on_data(stream, bytes, effects); }
        bool on_credit(std::uint32_t bytes) { return ends.on_credit(stream, bytes, effects); }
        void on_close() { ends.on_close(stream, effects); }
    };
    return read_of_stream(type, body, Handler{ends_, stream, effects});
}

void Relay::on_said(StreamId stream, ByteView bytes, Effects& effects) {
    ends_.on_said(stream, bytes, effects);
}

void Relay::on_over(StreamId stream, Effects& effects) { ends_.on_over(stream, effects); }

void Relay::on_time(Instant now, Effects& effects) {
    carrier_.on_time(now, effects);
    ends_.on_time(now, effects);
    detours_.on_time(now, effects);
}

std::optional<Instant> Relay::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& deadline :
         {carrier_.next_deadline(), ends_.next_deadline(), detours_.next_deadline()})
        if (deadline) earliest = std::min(*deadline, earliest.value_or(*deadline));
    return earliest;
}

Relay::Sizes Relay::sizes() const {
    return {.carried = carrier_.size(),
            .carried_bytes = carrier_.waiting_bytes(),
            .ends = ends_.size(),
            .detours = detours_.size()};
}

}  // namespace earshot::relay
