#include "core/relay/carrier.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/relay/send.hpp"

namespace earshot::relay {
namespace {

constexpr Rate pace{static_cast<double>(limits::relay_window_bytes),
                    limits::relay_bytes_per_second};

bool passes(const Carrier::Stream& stream, LinkId link) {
    return stream.sides[0].link == link || stream.sides[1].link == link;
}

/// How much of what waits may go next.
std::size_t next_part(const Carrier::Side& from, const Carrier::Side& to) {
    return std::min({from.waiting.size(), to.room, limits::relay_part_bytes_max});
}

}  // namespace

std::optional<Refusal> Carrier::objection(LinkId link, const DeviceId& to) const {
    const auto* const from = neighbours_.find(link);
    if (to == own_ || to == from->device || neighbours_.find(to) == nullptr)
        return Refusal::no_link;
    if (!guard_.is_welcome(from->device) || !guard_.is_welcome(to)) return Refusal::unwanted;
    const auto asked_by = [&](LinkId asker) {
        return static_cast<std::size_t>(std::ranges::count_if(
            streams_, [&](const Stream& each) { return each.sides[0].link == asker; }));
    };
    const auto most = guard_.is_contact(from->device) ? limits::relay_streams_max
                                                      : limits::relay_streams_of_strangers_max;
    if (streams_.size() >= most || asked_by(link) >= limits::relay_streams_per_link_max)
        return Refusal::busy;
    return std::nullopt;
}

void Carrier::on_open(LinkId link, const OpenFrame& open, Instant now, Effects& effects) {
    if (!neighbours_.may_ask(link, now)) return;  // It will think that there is nobody here.
    if (const auto reason = objection(link, open.device))
        return send_refusal(effects, link, open.stream, *reason);
    const auto to = neighbours_.find(open.device)->link;
    const auto number = neighbours_.take_number(to);
    const auto side = [&](LinkId of, std::uint32_t its) {
        return Side{.link = of, .number = its, .waiting = {}, .budget = Budget{pace, now}};
    };
    streams_.push_back(
        {{side(link, open.stream), side(to, number)}, false, now + limits::relay_answer_max});
    send(effects, to, offer_frame, OpenFrame{number, neighbours_.find(link)->device, {}});
}

std::optional<Carrier::Place> Carrier::find(LinkId link, std::uint32_t number) {
    for (auto stream = streams_.begin(); stream != streams_.end(); ++stream)
        for (std::size_t side = 0; side < 2; ++side)
            if (stream->sides[side].link == link && stream->sides[side].number == number)
                return Place{stream, side};
    return std::nullopt;
}

void Carrier::on_opened(const Place& place, Instant now, Effects& effects) {
    auto& stream = *place.stream;
    if (place.side == 0 || std::exchange(stream.is_open, true)) return;
    stream.deadline = now + limits::relay_idle_max;
    send(effects, stream.sides[0].link, opened_frame, StreamFrame{stream.sides[0].number});
}

void Carrier::on_refused(const Place& place, std::uint8_t reason, Effects& effects) {
    auto& stream = *place.stream;
    if (place.side == 0 || stream.is_open) return;
    send(effects, stream.sides[0].link, refused_frame,
         RefusedFrame{stream.sides[0].number, reason});
    streams_.erase(place.stream);
}

bool Carrier::on_data(const Place& place, ByteView bytes, Instant now, Effects& effects) {
    auto& stream = *place.stream;
    auto& from = stream.sides[place.side];
    if (!stream.is_open || from.is_over ||
        from.waiting.size() + from.to_credit + bytes.size() > limits::relay_window_bytes)
        return false;
    from.waiting.insert(from.waiting.end(), bytes.begin(), bytes.end());
    // Who goes on after the other has ended must not hold the place.
    if (!stream.sides[1 - place.side].is_over) stream.deadline = now + limits::relay_idle_max;
    pump(place.stream, now, effects);
    return true;
}

bool Carrier::on_credit(const Place& place, std::size_t bytes, Instant now, Effects& effects) {
    auto& side = place.stream->sides[place.side];
    if (!place.stream->is_open || bytes > limits::relay_window_bytes - side.room) return false;
    side.room += bytes;
    pump(place.stream, now, effects);
    return true;
}

void Carrier::on_close(const Place& place, Instant now, Effects& effects) {
    auto& stream = *place.stream;
    if (!stream.is_open) return end(place.stream, stream.sides[place.side].link, effects);
    stream.sides[place.side].is_over = true;
    pump(place.stream, now, effects);
}

void Carrier::on_link_down(LinkId link, Effects& effects) {
    for (auto it = streams_.begin(); it != streams_.end();) {
        const auto stream = it++;
        if (passes(*stream, link)) end(stream, link, effects);
    }
}

void Carrier::pass(Side& from, Side& to, Instant now, Effects& effects) {
    if (to.is_over) from.waiting.clear();  // Nobody is there to take it.
    while (const auto size = next_part(from, to)) {
        if (!from.budget.take(pace, static_cast<double>(size), now)) break;
        send_data(effects, to.link, to.number, ByteView{from.waiting}.first(size));
        from.waiting.erase(from.waiting.begin(),
                           from.waiting.begin() + static_cast<std::ptrdiff_t>(size));
        to.room -= size;
        from.to_credit += size;
    }
    if (!from.is_over) send_credit(effects, from.link, from.number, from.to_credit);
}

void Carrier::pump(std::list<Stream>::iterator stream, Instant now, Effects& effects) {
    auto& [one, other] = stream->sides;
    pass(one, other, now, effects);
    pass(other, one, now, effects);
    const auto is_done = [](const Side& side) { return side.is_over && side.waiting.empty(); };
    if (is_done(one) || is_done(other)) end(stream, is_done(one) ? one.link : other.link, effects);
}

/// `except` knows already.
void Carrier::end(std::list<Stream>::iterator stream, LinkId except, Effects& effects) {
    for (const auto& side : stream->sides)
        if (side.link != except && !side.is_over)
            send(effects, side.link, close_frame, StreamFrame{side.number});
    streams_.erase(stream);
}

void Carrier::on_time(Instant now, Effects& effects) {
    for (auto it = streams_.begin(); it != streams_.end();) {
        const auto stream = it++;
        if (stream->deadline > now) {
            pump(stream, now, effects);
            continue;
        }
        auto& asker = stream->sides[0];
        if (!stream->is_open) {
            send_refusal(effects, asker.link, asker.number, Refusal::no_answer);
            asker.is_over = true;
        }
        for (const auto& side : stream->sides)
            if (!side.is_over) send(effects, side.link, close_frame, StreamFrame{side.number});
        streams_.erase(stream);
    }
}

std::optional<Instant> Carrier::next_deadline() const {
    std::optional<Instant> earliest;
    const auto consider = [&](Instant instant) {
        earliest = std::min(instant, earliest.value_or(instant));
    };
    for (const auto& stream : streams_) {
        consider(stream.deadline);
        for (std::size_t side = 0; side < 2; ++side)
            if (const auto size = next_part(stream.sides[side], stream.sides[1 - side]))
                consider(stream.sides[side].budget.next(pace, static_cast<double>(size)));
    }
    return earliest;
}

bool Carrier::uses(LinkId link) const {
    return std::ranges::any_of(streams_, [&](const Stream& each) { return passes(each, link); });
}

std::size_t Carrier::waiting_bytes() const {
    std::size_t bytes = 0;
    for (const auto& stream : streams_)
        for (const auto& side : stream.sides) bytes += side.waiting.size();
    return bytes;
}

}  // namespace earshot::relay
