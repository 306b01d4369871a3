#include "core/relay/ends.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/relay/send.hpp"
#include "crypto/chance.hpp"

namespace earshot::relay {

/// A relay that is made anew must not take up the streams of the one before.
Ends::Ends(const DeviceId& own, Neighbours& neighbours, const Guard& guard,
           crypto::Entropy& entropy)
    : own_(own),
      neighbours_(neighbours),
      guard_(guard),
      next_(crypto::draw_below(entropy, std::uint64_t{1} << 62)) {}

std::optional<StreamId> Ends::ask(const DeviceId& device, LinkId via, Instant now,
                                  Effects& effects) {
    if (ends_.size() >= limits::relay_ends_max || count_via(via) >= limits::relay_ends_per_link_max)
        return std::nullopt;
    End end{.via = via,
            .number = neighbours_.take_number(via),
            .far = device,
            .is_ours = true,
            .deadline = now + limits::relay_patience};
    send(effects, via, open_frame, OpenFrame{end.number, device, {}});
    ends_.emplace(next_, end);
    return next_++;
}

void Ends::on_offer(LinkId link, const OpenFrame& offer, Effects& effects) {
    const auto* const middle = neighbours_.find(link);
    const auto refuse = [&](Refusal reason) { send_refusal(effects, link, offer.stream, reason); };
    if (offer.device == own_ || offer.device == middle->device || !guard_.is_welcome(offer.device))
        return refuse(Refusal::unwanted);
    if (ends_.size() >= limits::relay_ends_max ||
        count_via(link) >= limits::relay_ends_per_link_max)
        return refuse(Refusal::busy);
    send(effects, link, opened_frame, StreamFrame{offer.stream});
    ends_.emplace(next_, End{.via = link,
                             .number = offer.stream,
                             .far = offer.device,
                             .is_ours = false,
                             .is_open = true,
                             .deadline = {}});
    effects.streams.push_back(StartStream{next_++, offer.device, link, false});
}

void Ends::on_opened(StreamId stream, Effects& effects) {
    auto& end = ends_.at(stream);
    if (!end.is_ours || std::exchange(end.is_open, true)) return;
    effects.streams.push_back(StartStream{stream, end.far, end.via, true});
}

void Ends::on_refused(StreamId stream) {
    const auto found = ends_.find(stream);
    if (!found->second.is_open) forget(found);
}

bool Ends::on_data(StreamId stream, Bytes bytes, Effects& effects) {
    auto& end = ends_.at(stream);
    end.to_credit += bytes.size();
    if (!end.is_open || end.to_credit > limits::relay_window_bytes) return false;
    effects.streams.push_back(StreamBytes{stream, std::move(bytes)});
    send_credit(effects, end.via, end.number, end.to_credit);
    return true;
}

bool Ends::on_credit(StreamId stream, std::size_t bytes, Effects& effects) {
    auto& end = ends_.at(stream);
    if (!end.is_open || bytes > limits::relay_window_bytes - end.room) return false;
    end.room += bytes;
    effects.streams.push_back(StreamRoom{stream, bytes});
    return true;
}

void Ends::on_close(StreamId stream, Effects& effects) {
    const auto found = ends_.find(stream);
    if (found->second.is_open) effects.streams.push_back(EndStream{stream});
    forget(found);
}

void Ends::on_link_down(LinkId link, Effects& effects) {
    for (auto it = ends_.begin(); it != ends_.end();) {
        const auto end = it++;
        if (end->second.via == link) on_close(end->first, effects);
    }
}

void Ends::on_said(StreamId stream, ByteView bytes, Effects& effects) {
    const auto found = ends_.find(stream);
    if (found == ends_.end()) return;
    auto& end = found->second;
    assert(bytes.size() <= end.room);
    end.room -= bytes.size();
    send_data(effects, end.via, end.number, bytes);
}

void Ends::on_over(StreamId stream, Effects& effects) {
    const auto found = ends_.find(stream);
    if (found == ends_.end()) return;
    send(effects, found->second.via, close_frame, StreamFrame{found->second.number});
    forget(found);
}

void Ends::on_time(Instant now, Effects& effects) {
    for (auto it = ends_.begin(); it != ends_.end();) {
        const auto end = it++;
        if (!end->second.is_open && end->second.deadline <= now) on_over(end->first, effects);
    }
}

std::optional<Instant> Ends::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [stream, end] : ends_)
        if (!end.is_open) earliest = std::min(end.deadline, earliest.value_or(end.deadline));
    return earliest;
}

const Ends::End* Ends::find(StreamId stream) const {
    const auto found = ends_.find(stream);
    return found == ends_.end() ? nullptr : &found->second;
}

std::optional<StreamId> Ends::find(LinkId link, std::uint32_t number) const {
    const auto found = std::ranges::find_if(ends_, [&](const auto& each) {
        return each.second.via == link && each.second.number == number;
    });
    return found == ends_.end() ? std::nullopt : std::optional{found->first};
}

std::size_t Ends::count_via(LinkId link) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(ends_, [&](const auto& each) { return each.second.via == link; }));
}

void Ends::forget(std::map<StreamId, End>::iterator end) {
    if (end->second.is_ours) over_.push_back(end->first);
    ends_.erase(end);
}

}  // namespace earshot::relay
