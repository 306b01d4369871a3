#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/carrier/carriage.hpp"
#include "core/conversation/conversations.hpp"
#include "core/delivery/inbox.hpp"
#include "core/delivery/outbox.hpp"
#include "core/engine/event.hpp"
#include "core/engine/roster.hpp"
#include "core/identity/contact_book.hpp"
#include "core/session/sessions.hpp"

/// Ties core/carrier to people, keys and messages: what waits for somebody who is away is sealed
/// and given to carriers, what carriers bring goes the way of every message, and a proof that a
/// message was opened counts as its acknowledgement. Not thread-safe; what `Places` names outlives
/// it.
namespace earshot::engine {

class Carriers final : private carrier::Guard {
public:
    struct Places {
        const identity::ContactBook& people;
        session::Sessions& sessions;
        delivery::Outbox& outbox;
        delivery::Inbox& inbox;
        conversation::Conversations& conversations;
        const Roster& roster;
        const store::Stores& stores;
        crypto::Entropy& entropy;
    };
    static Result<std::unique_ptr<Carriers>> make(const Places& places, Now now);
    /// Use `make`.
    explicit Carriers(const Places& places) : places_(places) {}

    // A direct link with a device.
    Result<void> on_link_up(const carrier::Peer& peer, Now now, Effects& effects);
    void on_link_down(LinkId link, Now now) { carriage_->on_link_down(link, now); }
    /// False: the link must end.
    Result<bool> on_frame(const FrameReceived& frame, Now now, Effects& effects);
    /// Acknowledged, refused or taken back: what others have of it is of no use.
    Result<void> on_over(const MessageId& message, Now now, Effects& effects);
    /// `by` could not open it. If that was no late word, it will be sealed anew, and what others
    /// have of it is of no use: it is carried anew, as soon as they are away.
    Result<void> on_unopenable(const PersonId& by, const MessageId& message, Now now,
                               Effects& effects);
    /// Something waits for somebody now.
    void on_awaited(Now now) { review_at_ = std::min(now.steady, review_at_.value_or(now.steady)); }
    Result<void> on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// Computers that a link would be of use with.
    const std::set<DeviceId>& wished() const { return wished_; }
    /// For whom less waits than before; once.
    std::set<PersonId> take_answered() { return std::exchange(answered_, {}); }
    /// Who keeps a sealed copy of this message.
    std::vector<DeviceId> carriers_of(const MessageId& message) const {
        return carriage_->depositor().carriers_of(message);
    }
    carrier::Carriage::Sizes sizes() const { return carriage_->sizes(); }

private:
    bool is_contact(const DeviceId& device) const override;
    std::optional<DeviceId> owner_of(const MailboxId& mailbox) const override;
    std::optional<carrier::SealTarget> seal_target(const DeviceId& device,
                                                   WallTime now) const override;
    std::vector<DeviceId> carriers() const override;
    const crypto::AgreeKeyPair* find_seal_key(const MailboxId& mailbox,
                                              std::uint32_t seal_id) const override;

    bool is_here(const DeviceId& device) const;
    Result<void> review(Now now);
    Result<void> hand_over(const PersonId& person, Now now);
    /// False: nothing behind it can be carried now.
    Result<bool> carry(store::Outgoing waiting, const DeviceId& to, Now now);
    void wish(const std::vector<DeviceId>& reach, Now now);
    Result<void> take(carrier::Effects told, Now now, Effects& effects);
    Result<void> take_opened(const carrier::Opened& opened, Now now, Effects& effects);
    Result<void> take_collected(const carrier::Collected& collected, Now now,
                                carrier::Effects& told, Effects& effects);
    Result<delivery::Outcome> take_parcel(const delivery::Parcel& parcel, Now now,
                                          Effects& effects);

    Places places_;
    std::unique_ptr<carrier::Carriage> carriage_;
    mutable std::map<MailboxId, DeviceId> mailboxes_;  ///< As found in cards, old ones too.
    std::map<PersonId, Instant> away_since_;           ///< Of those for whom something waits.
    std::map<PersonId, std::uint64_t> carried_up_to_;  ///< Position in the outbox.
    std::map<DeviceId, Instant> to_reach_;             ///< Until when.
    std::set<DeviceId> wished_;
    std::set<PersonId> answered_;
    std::optional<Instant> review_at_;
};

}  // namespace earshot::engine
