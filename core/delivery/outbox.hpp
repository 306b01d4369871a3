#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/delivery/effects.hpp"
#include "core/delivery/frames.hpp"
#include "core/delivery/sealing.hpp"

/// Keeps every payload in the store until its recipient has it durably, and sends in order whenever
/// there is a link. Each is sealed once for the device that gets it, and those bytes are repeated
/// until they are answered: only what could not be opened is sealed again. Per person one link is
/// used at a time, at most limits::outbox_in_flight_max parcels and
/// limits::outbox_in_flight_bytes_max bytes are unanswered on it, and a new link starts again with
/// the oldest unanswered parcel: the recipient drops what it has. What waits beyond the window
/// stays on disk. Not thread-safe; store and sealing outlive it.
namespace earshot::delivery {

/// Something to deliver. The id is of the payload (identity::message_id).
struct Payload {
    MessageId id;
    std::uint16_t kind = 0;
    Bytes bytes;
};

class Outbox {
public:
    Outbox(store::OutboxStore& store, Sealing& sealing) : store_(store), sealing_(sealing) {}
    /// Before anything else.
    Result<void> load();

    /// Takes charge of a payload. `busy` above limits::outbox_per_person_max, `too_large` above
    /// limits::payload_bytes_max, `conflict` when the id waits already.
    Result<void> enqueue(const PersonId& to, Payload payload, Now now);
    /// The recipient answered for good: of which kind the payload was. Empty when it was not
    /// waiting for this person's answer, or goes on waiting: `unopenable` is sealed again.
    Result<std::optional<std::uint16_t>> on_answer(const PersonId& from, const MessageId& id,
                                                   Outcome outcome, Now now);
    /// The recipient has no room for this parcel now: nothing but one parcel is sent, less and less
    /// often, until one is taken.
    void on_put_off(const PersonId& from, const MessageId& id, Now now);
    /// What was put off is welcome.
    void on_resume(const PersonId& from, Now now);
    /// Takes a parcel back. `not_found` when it does not wait.
    Result<void> cancel(const MessageId& id);
    /// Sends everything unanswered again, without waiting for a retry.
    void retry(const PersonId& to);

    /// What waits, as a parcel for this device: the same bytes that a link to it would get. Nothing
    /// while there is no key to seal it with.
    Result<std::optional<Parcel>> sealed(const store::Outgoing& outgoing, const DeviceId& device,
                                         Now now);

    void on_link_up(const PersonId& person, const DeviceId& device, LinkId link);
    void on_link_down(const PersonId& person, LinkId link);
    /// There are new keys of one of their devices.
    void on_keys(const PersonId& person) { dirty_.insert(person); }
    void on_time(Now now);
    std::optional<Instant> next_deadline() const;

    /// Sends what the windows allow. Call it at the end of a turn: what the turn gathered for one
    /// link travels in few frames.
    Result<void> flush(Now now, Effects& effects);
    /// Links on which something would be sent if there were a key to seal it with; once.
    std::set<LinkId> take_keyless() { return std::exchange(keyless_, {}); }

    std::size_t waiting(const PersonId& to) const;
    std::vector<PersonId> awaiting() const;     ///< For whom something waits, ascending.
    bool is_put_off(const PersonId& to) const;  ///< They take nothing from us for the time being.
    bool is_full(const PersonId& to) const;     ///< limits::outbox_per_person_max wait already.
    std::size_t waiting_in_all() const { return waiting_in_all_; }

private:
    struct InFlight {
        std::uint16_t kind = 0;
        std::size_t bytes = 0;
        DeviceId device;
        SealTag tag = 0;
    };
    /// Sealed, for the link that the queue uses.
    struct Ready {
        std::uint64_t position = 0;
        Parcel parcel;
        InFlight flying;
    };
    struct Queue {
        std::size_t waiting = 0;
        std::map<LinkId, DeviceId> links;
        std::uint64_t sent_up_to = 0;  ///< Position of the last parcel given to the link.
        std::uint64_t last = 0;        ///< Position of the newest parcel, as far as known.
        std::vector<Ready> fresh;      ///< Enqueued right behind `sent_up_to`, unsent.
        std::size_t fresh_bytes = 0;
        std::map<MessageId, InFlight> in_flight;
        std::size_t in_flight_bytes = 0;
        std::vector<MessageId> again;  ///< Could not be opened, and are sealed once more.
        Duration backoff{};
        std::optional<Instant> retry_at;
        std::optional<Instant> put_off_at{};  ///< Last; nothing when the recipient takes parcels.
        bool may_try = false;                 ///< One parcel, to see whether that has changed.
    };

    static void restart(Queue& queue);
    static bool has_room(const Queue& queue);
    static bool may_send(Queue& queue);
    Result<std::optional<std::uint16_t>> kind_waiting(const PersonId& to, const Queue& queue,
                                                      const MessageId& id) const;
    Result<std::vector<store::Outgoing>> take_next(const PersonId& to, Queue& queue);
    void forget_one(Queue& queue, const MessageId& id);
    static void land(Queue& queue, const MessageId& id);
    Result<void> seal_again(Queue& queue, const MessageId& id);
    class FrameBuilder;
    Result<std::optional<Bytes>> seal(const store::Outgoing& outgoing, const DeviceId& device,
                                      Now now);
    Ready ready(const store::Outgoing& outgoing, const DeviceId& device, Bytes sealed) const;
    static void send(Ready ready, Queue& queue, FrameBuilder& frames);
    Result<bool> send(const store::Outgoing& outgoing, Queue& queue, FrameBuilder& frames, Now now);
    Result<bool> send_again(Queue& queue, FrameBuilder& frames, Now now);
    Result<bool> send_next(const PersonId& person, Queue& queue, FrameBuilder& frames, Now now);

    store::OutboxStore& store_;
    Sealing& sealing_;
    std::map<PersonId, Queue> queues_;
    std::set<PersonId> dirty_;  ///< Whose queue may have something to send.
    std::set<LinkId> keyless_;
    std::size_t waiting_in_all_ = 0;
};

}  // namespace earshot::delivery
