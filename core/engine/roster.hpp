#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/flat.hpp"
#include "core/base/result.hpp"
#include "core/engine/answering.hpp"
#include "core/engine/event.hpp"
#include "core/gossip/gossip.hpp"
#include "core/identity/contact_book.hpp"
#include "core/identity/identity.hpp"
#include "core/link/dialer.hpp"
#include "core/store/store.hpp"

/// Who is here: ties what gossip knows of computers to the people who own them, to their cards and
/// to the dialer, and tells the network how present we are ourselves. Not thread-safe.
namespace earshot::engine {

/// How somebody wants to be seen.
struct PresenceChoice {
    gossip::State state = gossip::State::online;  ///< left: is not to be seen.
    std::string text;
    std::optional<WallTime> until;  ///< Then online again, without a text.

    friend bool operator==(const PresenceChoice&, const PresenceChoice&) = default;
};

class Roster final : private gossip::Contacts {
public:
    /// References outlive this.
    struct Places {
        const identity::LocalIdentity& identity;
        const crypto::Signatures& signatures;
        crypto::Entropy& entropy;
        const gossip::Hearing& hearing;
        identity::ContactBook& people;
        link::Dialer& dialer;
        const store::Stores& stores;
        const gossip::Copies& copies;
    };
    static Result<std::unique_ptr<Roster>> make(const Places& places, const InstanceId& instance,
                                                gossip::Footing footing, Now now);

    // What happened.
    Result<void> on_link_up(const LinkUp& up, Now now, Effects& effects);
    Result<void> on_link_down(LinkId link, gossip::LinkEnd how, Now now, Effects& effects);
    Result<void> on_frame(const FrameReceived& frame, Now now, Effects& effects);
    Result<void> on_not_reached(const link::NotReached& dial, Now now, Effects& effects);
    /// Somebody is announced there, who will be met if that is worth it.
    void on_sighted(const InstanceId& instance, std::span<const Endpoint> endpoints, Now now) {
        gossip_.on_sighted(instance, endpoints, now);
    }
    void on_lost(const InstanceId& instance) { gossip_.on_lost(instance); }
    void look(Now now) { gossip_.look(now); }
    /// Others are asked who of them reaches this device.
    Result<void> inquire(const DeviceId& device, Now now, Effects& effects);
    void on_network_changed(const NetworkChanged& changed, Now now);
    void set_footing(gossip::Footing footing, Now now);
    /// Our own card, as it travels.
    void on_own_card(const Bytes& card, Now now);
    /// A card that came on a link of its own device.
    void on_card(const DeviceId& device, const Bytes& card);
    /// The computer is about to sleep: everybody is told so.
    void on_sleep(Now now);
    void on_woke(Now now);
    /// No sleep came, or it is over.
    void on_awake(Now now);
    /// The last turn: everybody is told that we leave.
    void on_leaving(Now now);
    /// Messages wait for this person, or none do any more.
    Result<void> set_awaited(const PersonId& person, bool is_awaited, Now now, Effects& effects);
    /// Something, whatever it is, came from a device of theirs.
    Result<void> on_heard(const PersonId& person, Now now, Effects& effects);
    /// Somebody was blocked, or is no longer.
    Result<void> on_trust_changed(const PersonId& person, Now now, Effects& effects) {
        return tell(person, now, effects);
    }
    /// Somebody was told by hand where this device is: it is dialled until there is a link.
    void seek(const DeviceId& device, std::span<const Endpoint> endpoints, Now now,
              Effects& effects);
    /// They were in the contact book no longer, with these devices; whoever of them is here is met
    /// anew.
    Result<void> on_forgotten(const PersonId& person, std::span<const DeviceId> devices, Now now,
                              Effects& effects);
    /// There is a link with this device through another one: a direct one would be better.
    void set_relayed(const DeviceId& device, bool is_relayed, Now now, Effects& effects);
    /// Links with these are of use: carriers, and those for whom we carry. True: they are others
    /// than before.
    bool set_of_use(const std::set<DeviceId>& devices, Now now, Effects& effects);
    Result<void> on_time(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    /// Outside working hours whoever would be online is not to be disturbed, until they choose
    /// otherwise.
    void set_off_hours(bool is_off, Now now);
    bool is_off_hours() const { return is_off_hours_; }
    /// `malformed` for a state that people do not choose.
    Result<void> choose(PresenceChoice choice, Now now);
    const PresenceChoice& choice() const { return choice_; }

    // Views.
    Shown shown(const PersonId& person) const;
    Shown own() const;
    std::vector<Endpoint> endpoints_of(const DeviceId& device) const;
    const gossip::Gossip& gossip() const { return gossip_; }
    /// Links that gossip has no use for any more.
    std::vector<LinkId> take_unused() { return std::exchange(unused_, {}); }
    /// Whom others reach and we do not, as far as it was found out since the last call.
    std::vector<gossip::NoDirect> take_no_direct() { return std::exchange(no_direct_, {}); }

    /// What an earlier run left.
    struct Start {
        gossip::OwnPresence::Content content;
        PresenceChoice choice;
        std::uint64_t seq = 0;
    };
    /// Use `make`.
    Roster(const Places& places, Start start, Now now);

private:
    bool is_contact(const DeviceId& device) const override;
    const Bytes* find_card(const CardHash& card) const override;

    Result<void> apply(gossip::Effects gossip_effects, Now now, Effects& effects);
    Result<void> on_changed(const DeviceId& device, Now now, Effects& effects);
    Result<void> on_foreign_card(const Bytes& card, Now now, Effects& effects);
    void apply_reaches(const gossip::Effects& gossip_effects, Now now, Effects& effects);
    Result<void> keep_own() const;
    void update_own(Now now);
    Result<void> set_choice(PresenceChoice choice, Now now);
    void tell_own(Effects& effects);
    bool is_current(const CardHash& card, const DeviceId& device) const;
    void index_card(const DeviceId& device, const CardHash& hash);
    gossip::State own_state() const;
    bool has_moved(const NetworkChanged& changed);
    void update_lonely(Now now, Effects& effects);
    void set_wanted(const DeviceId& device, Now now, Effects& effects);
    void believe_address(const DeviceId& device, Now now, Effects& effects);
    Result<void> tell(const PersonId& person, Now now, Effects& effects);
    Result<void> watch_answers(const PersonId& person, Now now, Effects& effects);
    Result<void> take_unanswered(Now now, Effects& effects);
    void want_cards_again(Now now);

    Places places_;
    gossip::OwnPresence::Content content_;
    PresenceChoice choice_;
    bool is_leaving_ = false;
    bool is_asleep_ = false;
    bool is_off_hours_ = false;
    std::pair<Shown, PresenceChoice> told_own_;
    std::set<Subnet> networks_;  ///< Where we are, or were last.
    std::optional<Instant> choice_ends_;
    FlatMap<CardHash, DeviceId> cards_;  ///< Whose each is; some that are no longer current, too.
    std::set<DeviceId> cardless_;        ///< Who is here, and whose card is not.
    Instant cards_at_{};
    Bytes own_card_;
    gossip::Gossip gossip_;
    std::set<DeviceId> reached_;  ///< Whom gossip wants a link with.
    std::set<PersonId> awaited_;  ///< Whom messages wait for.
    Answering answering_;         ///< Of those, who are shown as here.
    std::set<DeviceId> sought_;   ///< Never met, and wanted.
    std::set<DeviceId> relayed_;  ///< Whom we have a link with through others.
    std::set<DeviceId> of_use_;   ///< Who carries for us, or for whom we carry.
    FlatMap<PersonId, Shown> told_;
    std::vector<LinkId> unused_;
    std::vector<gossip::NoDirect> no_direct_;
};

}  // namespace earshot::engine
