#include "core/delivery/outbox.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::delivery {
namespace {

/// Parcels travel together up to this size: large enough that sealing and padding cost little,
/// small enough that a receiver starts early.
constexpr std::size_t frame_bytes_wanted = 16 * 1024;
constexpr std::size_t parcel_overhead_bytes = MessageId::size + 2 + 4;

/// Groups parcels into frames, in order.
class FrameBuilder {
public:
    FrameBuilder(LinkId link, Effects& effects) : link_(link), effects_(effects) {}

    void add(store::Outgoing outgoing) {
        const std::size_t bytes = outgoing.payload.size() + parcel_overhead_bytes;
        if (!frame_.parcels.empty() && bytes_ + bytes > frame_bytes_wanted) finish();
        frame_.parcels.push_back(Parcel{outgoing.id, outgoing.kind, std::move(outgoing.payload)});
        bytes_ += bytes;
    }
    void finish() {
        if (frame_.parcels.empty()) return;
        effects_.frames.push_back(SendFrame{link_, deliver_frame, wire::encode(frame_)});
        frame_.parcels.clear();
        bytes_ = 0;
    }

private:
    LinkId link_;
    Effects& effects_;
    DeliverFrame frame_;
    std::size_t bytes_ = 0;
};

}  // namespace

Result<Outbox> Outbox::load(store::OutboxStore& store) {
    Outbox outbox{store};
    EARSHOT_TRY(const auto waiting, store.waiting());
    for (const auto& [person, count] : waiting) {
        auto& queue = outbox.queues_[person];
        queue.waiting = count;
        queue.last = UINT64_MAX;  // More than was sent: the store is asked.
        outbox.waiting_in_all_ += count;
    }
    return outbox;
}

Result<void> Outbox::enqueue(const PersonId& to, Parcel parcel, Now now) {
    if (parcel.payload.size() > limits::payload_bytes_max)
        return Error{ErrorKind::too_large, "the message is too large"};
    if (is_full(to)) return Error{ErrorKind::busy, "too many messages wait for this person"};

    store::Outgoing outgoing{0, to, parcel.id, parcel.kind, std::move(parcel.payload), now.wall};
    EARSHOT_TRY(outgoing.position, store_->add_outgoing(outgoing));
    auto& queue = queues_[to];
    ++queue.waiting;
    ++waiting_in_all_;
    // Nothing unsent stands before it: it need not be read back from the store.
    const bool follows = queue.last == queue.sent_up_to || !queue.fresh.empty();
    queue.last = outgoing.position;
    if (follows && !queue.put_off_at && !queue.links.empty() && has_room(queue)) {
        queue.fresh_bytes += outgoing.payload.size();
        queue.fresh.push_back(std::move(outgoing));
    }
    dirty_.insert(to);
    return {};
}

Result<std::optional<std::uint16_t>> Outbox::on_answer(const PersonId& from, const MessageId& id,
                                                       Now now) {
    const std::optional<std::uint16_t> nothing;
    const auto found = queues_.find(from);
    if (found == queues_.end()) return nothing;
    auto& queue = found->second;
    EARSHOT_TRY(const auto kind, kind_waiting(from, queue, id));
    if (!kind) return nothing;
    EARSHOT_TRY(const bool removed, store_->remove_outgoing(id));
    if (!removed) return nothing;
    forget_one(queue, id);
    queue.put_off_at.reset();
    queue.backoff = Duration{0};
    queue.retry_at.reset();
    if (!queue.in_flight.empty()) queue.retry_at = now.steady + limits::outbox_retry_first;
    dirty_.insert(from);
    return kind;
}

Result<std::optional<std::uint16_t>> Outbox::kind_waiting(const PersonId& to, const Queue& queue,
                                                          const MessageId& id) const {
    // What is on its way is known without the store, and nearly every answer is for such.
    if (const auto flying = queue.in_flight.find(id); flying != queue.in_flight.end())
        return std::optional{flying->second.kind};
    EARSHOT_TRY(const auto outgoing, store_->find_outgoing(id));
    if (!outgoing || outgoing->to != to) return std::optional<std::uint16_t>{};
    return std::optional{outgoing->kind};
}

void Outbox::on_put_off(const PersonId& from, const MessageId& id, Now now) {
    const auto found = queues_.find(from);
    // Of those that were sent together only the first counts: the others are not in flight then.
    if (found == queues_.end() || !found->second.in_flight.contains(id)) return;
    auto& queue = found->second;
    restart(queue);
    queue.put_off_at = now.steady;
    queue.may_try = false;
    queue.backoff = std::max<Duration>(queue.backoff, limits::outbox_retry_first);
    queue.retry_at = now.steady + queue.backoff;
}

void Outbox::on_resume(const PersonId& from, Now now) {
    const auto found = queues_.find(from);
    if (found == queues_.end() || !found->second.put_off_at) return;
    auto& queue = found->second;
    queue.backoff = Duration{0};
    queue.retry_at = std::max(now.steady, *queue.put_off_at + limits::outbox_resume_min);
}

Result<void> Outbox::cancel(const MessageId& id) {
    EARSHOT_TRY(const auto outgoing, store_->find_outgoing(id));
    if (!outgoing) return Error{ErrorKind::not_found, "this message does not wait any more"};
    EARSHOT_TRY(const bool removed, store_->remove_outgoing(id));
    if (!removed) return Error{ErrorKind::not_found, "this message does not wait any more"};
    forget_one(queues_[outgoing->to], id);
    return {};
}

void Outbox::forget_one(Queue& queue, const MessageId& id) {
    if (queue.waiting > 0) {
        --queue.waiting;
        --waiting_in_all_;
    }
    if (const auto flying = queue.in_flight.find(id); flying != queue.in_flight.end()) {
        queue.in_flight_bytes -= flying->second.bytes;
        queue.in_flight.erase(flying);
        return;
    }
    const auto is_it = [&](const auto& outgoing) { return outgoing.id == id; };
    if (const auto fresh = std::ranges::find_if(queue.fresh, is_it); fresh != queue.fresh.end()) {
        queue.fresh_bytes -= fresh->payload.size();
        queue.fresh.erase(fresh);
    }
}

void Outbox::restart(Queue& queue) {
    queue.sent_up_to = 0;
    queue.fresh.clear();
    queue.fresh_bytes = 0;
    queue.in_flight.clear();
    queue.in_flight_bytes = 0;
    queue.retry_at.reset();
    queue.may_try = true;
    if (queue.waiting > 0) queue.last = UINT64_MAX;
}

void Outbox::retry(const PersonId& to) {
    const auto found = queues_.find(to);
    if (found == queues_.end()) return;
    restart(found->second);
    dirty_.insert(to);
}

void Outbox::on_link_up(const PersonId& person, LinkId link) {
    auto& queue = queues_[person];
    queue.links.insert(link);
    queue.backoff = Duration{0};
    restart(queue);
    dirty_.insert(person);
}

void Outbox::on_link_down(const PersonId& person, LinkId link) {
    const auto found = queues_.find(person);
    if (found == queues_.end() || found->second.links.erase(link) == 0) return;
    restart(found->second);
    if (found->second.links.empty() && found->second.waiting == 0)
        queues_.erase(found);
    else
        dirty_.insert(person);
}

void Outbox::on_time(Now now) {
    for (auto& [person, queue] : queues_) {
        if (!queue.retry_at || *queue.retry_at > now.steady) continue;
        const auto backoff = queue.backoff;
        restart(queue);
        queue.backoff = std::min<Duration>(
            backoff == Duration{0} ? 2 * limits::outbox_retry_first : 2 * backoff,
            limits::outbox_retry_max);
        dirty_.insert(person);
    }
}

std::optional<Instant> Outbox::next_deadline() const {
    std::optional<Instant> earliest;
    for (const auto& [person, queue] : queues_)
        if (queue.retry_at && (!earliest || *queue.retry_at < *earliest)) earliest = queue.retry_at;
    return earliest;
}

bool Outbox::has_room(const Queue& queue) {
    return queue.in_flight.size() + queue.fresh.size() < limits::outbox_in_flight_max &&
           queue.in_flight_bytes + queue.fresh_bytes < limits::outbox_in_flight_bytes_max;
}

Result<std::vector<store::Outgoing>> Outbox::take_next(const PersonId& to, Queue& queue) {
    if (!queue.fresh.empty()) {
        queue.fresh_bytes = 0;
        return std::exchange(queue.fresh, {});
    }
    if (!has_room(queue)) return std::vector<store::Outgoing>{};
    if (queue.last == queue.sent_up_to || queue.waiting == queue.in_flight.size())
        return std::vector<store::Outgoing>{};
    auto next = store_->outgoing_after(to, queue.sent_up_to,
                                       limits::outbox_in_flight_max - queue.in_flight.size(),
                                       limits::outbox_in_flight_bytes_max - queue.in_flight_bytes);
    if (next && next->empty()) queue.last = queue.sent_up_to;
    return next;
}

/// Where everything was put off, one parcel at a time asks whether that has changed.
bool Outbox::may_send(Queue& queue) {
    return !queue.put_off_at || std::exchange(queue.may_try, false);
}

Result<void> Outbox::flush(Now now, Effects& effects) {
    for (const auto& person : std::exchange(dirty_, {})) {
        const auto found = queues_.find(person);
        if (found == queues_.end() || found->second.links.empty()) continue;
        auto& queue = found->second;
        if (!may_send(queue)) continue;
        FrameBuilder frames{*queue.links.rbegin(), effects};
        for (;;) {
            EARSHOT_TRY(auto next, take_next(person, queue));
            if (next.empty()) break;
            if (queue.put_off_at) next.resize(1);
            for (auto& outgoing : next) {
                queue.sent_up_to = outgoing.position;
                const InFlight flying{outgoing.kind, outgoing.payload.size()};
                queue.in_flight_bytes += flying.bytes;
                queue.in_flight.emplace(outgoing.id, flying);
                frames.add(std::move(outgoing));
            }
            if (queue.put_off_at) break;
        }
        frames.finish();
        if (!queue.in_flight.empty() && !queue.retry_at)
            queue.retry_at =
                now.steady + std::max<Duration>(queue.backoff, limits::outbox_retry_first);
    }
    return {};
}

bool Outbox::is_put_off(const PersonId& to) const {
    const auto found = queues_.find(to);
    return found != queues_.end() && found->second.put_off_at.has_value();
}

bool Outbox::is_full(const PersonId& to) const {
    return waiting(to) >= limits::outbox_per_person_max;
}

std::size_t Outbox::waiting(const PersonId& to) const {
    const auto found = queues_.find(to);
    return found == queues_.end() ? 0 : found->second.waiting;
}

}  // namespace earshot::delivery
