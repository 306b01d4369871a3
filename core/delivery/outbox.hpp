#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/delivery/effects.hpp"
#include "core/delivery/frames.hpp"

/// Keeps every parcel in the store until its recipient has it durably, and sends in order whenever
/// there is a link. Per person one link is used at a time, at most limits::outbox_in_flight_max
/// parcels and limits::outbox_in_flight_bytes_max bytes are unanswered on it, and a new link starts
/// again with the oldest unanswered parcel: the recipient drops what it has. What waits beyond the
/// window stays on disk. Not thread-safe; the store outlives it.
namespace earshot::delivery {

class Outbox {
public:
    static Result<Outbox> load(store::OutboxStore& store);

    /// Takes charge of a parcel. `busy` above limits::outbox_per_person_max, `too_large` above
    /// limits::payload_bytes_max, `conflict` when the id waits already.
    Result<void> enqueue(const PersonId& to, Parcel parcel, Now now);
    /// The recipient answered: of which kind the parcel was. Empty when it was not waiting for this
    /// person's answer.
    Result<std::optional<std::uint16_t>> on_answer(const PersonId& from, const MessageId& id,
                                                   Now now);
    /// The recipient has no room for this parcel now: nothing but one parcel is sent, less and less
    /// often, until one is taken.
    void on_put_off(const PersonId& from, const MessageId& id, Now now);
    /// What was put off is welcome.
    void on_resume(const PersonId& from, Now now);
    /// Takes a parcel back. `not_found` when it does not wait.
    Result<void> cancel(const MessageId& id);
    /// Sends everything unanswered again, without waiting for a retry.
    void retry(const PersonId& to);

    void on_link_up(const PersonId& person, LinkId link);
    void on_link_down(const PersonId& person, LinkId link);
    void on_time(Now now);
    std::optional<Instant> next_deadline() const;

    /// Sends what the windows allow. Call it at the end of a turn: what the turn gathered for one
    /// link travels in few frames.
    Result<void> flush(Now now, Effects& effects);

    std::size_t waiting(const PersonId& to) const;
    bool is_put_off(const PersonId& to) const;  ///< They take nothing from us for the time being.
    bool is_full(const PersonId& to) const;     ///< limits::outbox_per_person_max wait already.
    std::size_t waiting_in_all() const { return waiting_in_all_; }

private:
    struct InFlight {
        std::uint16_t kind = 0;
        std::size_t bytes = 0;
    };
    struct Queue {
        std::size_t waiting = 0;
        std::set<LinkId> links;
        std::uint64_t sent_up_to = 0;        ///< Position of the last parcel given to the link.
        std::uint64_t last = 0;              ///< Position of the newest parcel, as far as known.
        std::vector<store::Outgoing> fresh;  ///< Enqueued right behind `sent_up_to`, unsent.
        std::size_t fresh_bytes = 0;
        std::map<MessageId, InFlight> in_flight;
        std::size_t in_flight_bytes = 0;
        Duration backoff{};
        std::optional<Instant> retry_at;
        std::optional<Instant> put_off_at{};  ///< Last; nothing when the recipient takes parcels.
        bool may_try = false;                 ///< One parcel, to see whether that has changed.
    };

    explicit Outbox(store::OutboxStore& store) : store_(&store) {}
    static void restart(Queue& queue);
    static bool has_room(const Queue& queue);
    static bool may_send(Queue& queue);
    Result<std::optional<std::uint16_t>> kind_waiting(const PersonId& to, const Queue& queue,
                                                      const MessageId& id) const;
    Result<std::vector<store::Outgoing>> take_next(const PersonId& to, Queue& queue);
    void forget_one(Queue& queue, const MessageId& id);

    store::OutboxStore* store_;
    std::map<PersonId, Queue> queues_;
    std::set<PersonId> dirty_;  ///< Whose queue may have something to send.
    std::size_t waiting_in_all_ = 0;
};

}  // namespace earshot::delivery
