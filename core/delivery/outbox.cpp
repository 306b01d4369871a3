#include "core/delivery/outbox.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::delivery {
namespace {

/// Parcels travel together up to this size: large enough that sealing and padding cost little,
/// small enough that a receiver starts early.
constexpr std::size_t frame_bytes_wanted = 16 * 1024;
constexpr std::size_t parcel_overhead_bytes = MessageId::size + 4;

}  // namespace

/// Groups parcels into frames for one device, in order.
class Outbox::FrameBuilder {
public:
    FrameBuilder(LinkId link, const DeviceId& device, Effects& effects)
        : link_(link), device_(device), effects_(effects) {}

    void add(Parcel parcel) {
        const std::size_t bytes = parcel.sealed.size() + parcel_overhead_bytes;
        if (!frame_.parcels.empty() && bytes_ + bytes > frame_bytes_wanted) finish();
        frame_.parcels.push_back(std::move(parcel));
        bytes_ += bytes;
    }
    void finish() {
        if (frame_.parcels.empty()) return;
        effects_.frames.push_back(SendFrame{link_, deliver_frame, wire::encode(frame_)});
        frame_.parcels.clear();
        bytes_ = 0;
    }

    LinkId link() const { return link_; }
    const DeviceId& device() const { return device_; }

private:
    LinkId link_;
    DeviceId device_;
    Effects& effects_;
    DeliverFrame frame_;
    std::size_t bytes_ = 0;
};

Result<void> Outbox::load() {
    EARSHOT_TRY(const auto waiting, store_.waiting());
    for (const auto& [person, count] : waiting) {
        auto& queue = queues_[person];
        queue.waiting = count;
        queue.last = UINT64_MAX;  // More than was sent: the store is asked.
        waiting_in_all_ += count;
    }
    return {};
}

Result<void> Outbox::enqueue(const PersonId& to, Payload payload, Now now) {
    if (payload.bytes.size() > limits::payload_bytes_max)
        return Error{ErrorKind::too_large, "the message is too large"};
    if (is_full(to)) return Error{ErrorKind::busy, "too many messages wait for this person"};

    store::Outgoing outgoing{0,        to, payload.id, payload.kind, std::move(payload.bytes),
                             now.wall, {}};
    auto& queue = queues_[to];
    // Nothing stands before it that would have to be read from the store first: it goes at the end
    // of this turn, and need not be read back or written a second time.
    const auto last_ready = queue.fresh.empty() ? queue.sent_up_to : queue.fresh.back().position;
    std::optional<Ready> next;
    if (queue.last == last_ready && !queue.put_off_at && !queue.links.empty() && has_room(queue)) {
        const auto& device = queue.links.rbegin()->second;
        EARSHOT_TRY(auto sealed, sealing_.seal(device, outgoing.kind, outgoing.payload, now));
        if (sealed) {
            outgoing.seal = {device, std::move(sealed->recipe)};
            next = ready(outgoing, device, std::move(sealed->bytes));
        }
    }
    EARSHOT_TRY(outgoing.position, store_.add_outgoing(outgoing));
    ++queue.waiting;
    ++waiting_in_all_;
    queue.last = outgoing.position;
    if (next) {
        next->position = outgoing.position;
        queue.fresh_bytes += next->flying.bytes;
        queue.fresh.push_back(std::move(*next));
    }
    dirty_.insert(to);
    return {};
}

Result<std::optional<std::uint16_t>> Outbox::on_answer(const PersonId& from, const MessageId& id,
                                                       Outcome outcome, Now now) {
    const std::optional<std::uint16_t> nothing;
    const auto found = queues_.find(from);
    if (found == queues_.end()) return nothing;
    auto& queue = found->second;
    EARSHOT_TRY(const auto kind, kind_waiting(from, queue, id));
    if (!kind) return nothing;
    const auto flying = queue.in_flight.find(id);
    if (outcome == Outcome::unopenable) {
        if (flying != queue.in_flight.end()) EARSHOT_CHECK(seal_again(queue, id));
        dirty_.insert(from);
        return nothing;
    }
    if (flying != queue.in_flight.end())
        EARSHOT_CHECK(sealing_.on_opened(flying->second.device, flying->second.tag));
    EARSHOT_TRY(const bool removed, store_.remove_outgoing(id));
    if (!removed) return nothing;
    forget_one(queue, id);
    queue.put_off_at.reset();
    queue.backoff = Duration{0};
    queue.retry_at.reset();
    if (!queue.in_flight.empty()) queue.retry_at = now.steady + limits::outbox_retry_first;
    dirty_.insert(from);
    return kind;
}

Result<void> Outbox::seal_again(Queue& queue, const MessageId& id) {
    const auto flying = queue.in_flight.at(id);
    EARSHOT_CHECK(sealing_.on_unopenable(flying.device, flying.tag));
    EARSHOT_CHECK(store_.put_sealed(id, {}));
    land(queue, id);
    queue.again.push_back(id);
    return {};
}

void Outbox::land(Queue& queue, const MessageId& id) {
    const auto flying = queue.in_flight.find(id);
    if (flying == queue.in_flight.end()) return;
    queue.in_flight_bytes -= flying->second.bytes;
    queue.in_flight.erase(flying);
}

Result<std::optional<std::uint16_t>> Outbox::kind_waiting(const PersonId& to, const Queue& queue,
                                                          const MessageId& id) const {
    // What is on its way is known without the store, and nearly every answer is for such.
    if (const auto flying = queue.in_flight.find(id); flying != queue.in_flight.end())
        return std::optional{flying->second.kind};
    EARSHOT_TRY(const auto outgoing, store_.find_outgoing(id));
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
    EARSHOT_TRY(const auto outgoing, store_.find_outgoing(id));
    if (!outgoing) return Error{ErrorKind::not_found, "this message does not wait any more"};
    EARSHOT_TRY(const bool removed, store_.remove_outgoing(id));
    if (!removed) return Error{ErrorKind::not_found, "this message does not wait any more"};
    forget_one(queues_[outgoing->to], id);
    return {};
}

void Outbox::forget_one(Queue& queue, const MessageId& id) {
    if (queue.waiting > 0) {
        --queue.waiting;
        --waiting_in_all_;
    }
    land(queue, id);
    std::erase(queue.again, id);
    const auto is_it = [&](const Ready& ready) { return ready.parcel.id == id; };
    if (const auto fresh = std::ranges::find_if(queue.fresh, is_it); fresh != queue.fresh.end()) {
        queue.fresh_bytes -= fresh->flying.bytes;
        queue.fresh.erase(fresh);
    }
}

void Outbox::restart(Queue& queue) {
    queue.sent_up_to = 0;
    queue.fresh.clear();
    queue.fresh_bytes = 0;
    queue.in_flight.clear();
    queue.in_flight_bytes = 0;
    queue.again.clear();
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

void Outbox::on_link_up(const PersonId& person, const DeviceId& device, LinkId link) {
    auto& queue = queues_[person];
    queue.links.emplace(link, device);
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
    if (!has_room(queue)) return std::vector<store::Outgoing>{};
    if (queue.last == queue.sent_up_to || queue.waiting == queue.in_flight.size())
        return std::vector<store::Outgoing>{};
    auto next = store_.outgoing_after(to, queue.sent_up_to,
                                      limits::outbox_in_flight_max - queue.in_flight.size(),
                                      limits::outbox_in_flight_bytes_max - queue.in_flight_bytes);
    if (next && next->empty()) queue.last = queue.sent_up_to;
    return next;
}

/// Nothing when there is no key.
Result<std::optional<Bytes>> Outbox::seal(const store::Outgoing& outgoing, const DeviceId& device,
                                          Now now) {
    const auto& before = outgoing.seal;
    if (!before.recipe.empty() && before.device == device) {
        EARSHOT_TRY(auto repeated,
                    sealing_.repeat(device, before.recipe, outgoing.kind, outgoing.payload));
        if (repeated) return repeated;
    }
    EARSHOT_TRY(auto sealed, sealing_.seal(device, outgoing.kind, outgoing.payload, now));
    if (!sealed) return std::optional<Bytes>{};
    EARSHOT_CHECK(store_.put_sealed(outgoing.id, {device, std::move(sealed->recipe)}));
    return std::optional{std::move(sealed->bytes)};
}

Result<std::optional<Parcel>> Outbox::sealed(const store::Outgoing& outgoing,
                                             const DeviceId& device, Now now) {
    EARSHOT_TRY(auto bytes, seal(outgoing, device, now));
    if (!bytes) return std::optional<Parcel>{};
    return std::optional{Parcel{outgoing.id, std::move(*bytes)}};
}

Outbox::Ready Outbox::ready(const store::Outgoing& outgoing, const DeviceId& device,
                            Bytes sealed) const {
    const InFlight flying{outgoing.kind, sealed.size(), device, sealing_.tag_of(sealed)};
    return {outgoing.position, {outgoing.id, std::move(sealed)}, flying};
}

void Outbox::send(Ready ready, Queue& queue, FrameBuilder& frames) {
    queue.in_flight_bytes += ready.flying.bytes;
    queue.in_flight.emplace(ready.parcel.id, ready.flying);
    frames.add(std::move(ready.parcel));
}

/// False when there is no key: nothing behind it is sent either.
Result<bool> Outbox::send(const store::Outgoing& outgoing, Queue& queue, FrameBuilder& frames,
                          Now now) {
    EARSHOT_TRY(auto sealed, seal(outgoing, frames.device(), now));
    if (!sealed) {
        keyless_.insert(frames.link());
        return false;
    }
    send(ready(outgoing, frames.device(), std::move(*sealed)), queue, frames);
    return true;
}

Result<bool> Outbox::send_again(Queue& queue, FrameBuilder& frames, Now now) {
    while (!queue.again.empty()) {
        EARSHOT_TRY(const auto outgoing, store_.find_outgoing(queue.again.back()));
        if (outgoing) {
            EARSHOT_TRY(const bool is_sent, send(*outgoing, queue, frames, now));
            if (!is_sent) return false;
        }
        queue.again.pop_back();
    }
    return true;
}

Result<bool> Outbox::send_next(const PersonId& person, Queue& queue, FrameBuilder& frames,
                               Now now) {
    queue.fresh_bytes = 0;
    for (auto& fresh : std::exchange(queue.fresh, {})) {
        queue.sent_up_to = fresh.position;
        send(std::move(fresh), queue, frames);
    }
    for (;;) {
        EARSHOT_TRY(auto next, take_next(person, queue));
        if (next.empty()) return true;
        if (queue.put_off_at) next.resize(1);
        for (const auto& outgoing : next) {
            EARSHOT_TRY(const bool is_sent, send(outgoing, queue, frames, now));
            if (!is_sent) return false;
            queue.sent_up_to = outgoing.position;
        }
        if (queue.put_off_at) return true;
    }
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
        const auto& [link, device] = *queue.links.rbegin();
        FrameBuilder frames{link, device, effects};
        EARSHOT_TRY(bool has_key, send_again(queue, frames, now));
        if (has_key) {
            EARSHOT_TRY(has_key, send_next(person, queue, frames, now));
        }
        frames.finish();
        if ((!queue.in_flight.empty() || !has_key) && !queue.retry_at)
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

std::vector<PersonId> Outbox::awaiting() const {
    std::vector<PersonId> people;
    for (const auto& [person, queue] : queues_)
        if (queue.waiting > 0) people.push_back(person);
    return people;
}

std::size_t Outbox::waiting(const PersonId& to) const {
    const auto found = queues_.find(to);
    return found == queues_.end() ? 0 : found->second.waiting;
}

}  // namespace earshot::delivery
