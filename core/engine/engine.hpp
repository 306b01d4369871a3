#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/conversation/conversation_book.hpp"
#include "core/conversation/conversations.hpp"
#include "core/conversation/focus.hpp"
#include "core/conversation/read_marks.hpp"
#include "core/delivery/inbox.hpp"
#include "core/delivery/outbox.hpp"
#include "core/engine/carriers.hpp"
#include "core/engine/dial_back.hpp"
#include "core/engine/event.hpp"
#include "core/engine/roster.hpp"
#include "core/identity/card_link.hpp"
#include "core/identity/contact_book.hpp"
#include "core/identity/identity.hpp"
#include "core/link/dialer.hpp"
#include "core/link/duplicates.hpp"
#include "core/notify/notices.hpp"
#include "core/relay/relay.hpp"
#include "core/sas/comparisons.hpp"
#include "core/session/sessions.hpp"
#include "core/store/store.hpp"
#include "core/typing/typing.hpp"
#include "crypto/entropy.hpp"

/// Routes inputs to the parts and gathers their effects; holds no rule of its own. One thread.
/// Everything between two commits is one turn (core/engine/turn.hpp). After a failed commit an
/// engine is thrown away and made anew from the store: its memory may be ahead of the disk.
namespace earshot::engine {

/// Frames of the engine itself; those of delivery are in core/delivery/frames.hpp.
inline constexpr std::uint8_t card_frame = 0x10;

/// What the engine is made of. Everything named by reference outlives it.
struct Parts {
    const identity::LocalIdentity& identity;
    store::Stores stores;
    crypto::Entropy& entropy;
    InstanceId instance;       ///< Random, new at every start of the process.
    std::string default_name;  ///< Until the person chooses one.
    /// Chosen for this start and kept: nobody ever sees another.
    std::optional<std::string> given_name{};
    const crypto::Signatures& signatures = crypto::ed25519;
    gossip::Footing footing = gossip::Footing::hub;  ///< Until `FootingChanged`.
    const gossip::Copies& copies = gossip::own_copies;
    const conversation::Focus* focus = nullptr;  ///< Null: nobody looks at anything.
};

/// An established link as `net status` shows it.
struct LinkView {
    LinkId id{};
    PersonId person;
    DeviceId device;
    Endpoint remote;
    bool dialled = false;
    WallTime since{};
    std::optional<PersonId> through{};  ///< Whose computer carries it; then there is no `remote`.
};

class Engine final : private relay::Guard {
    struct Private {};

public:
    /// `hearing` outlives the engine.
    static Result<std::unique_ptr<Engine>> make(const Parts& parts, const gossip::Hearing& hearing,
                                                Now now);
    /// Use `make`.
    Engine(Private, const Parts& parts, identity::ContactBook people);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() override = default;

    // The machine. An Error is the store's and ends the turn.
    Result<void> on(const Input& input, Now now, Effects& effects);
    Result<void> on_time(Now now, Effects& effects);
    /// Ends a turn: what was gathered leaves in few frames.
    Result<void> on_turn_end(Now now, Effects& effects);
    std::optional<Instant> next_deadline() const;

    // Commands of clients. Errors other than `io` and `no_space` leave the turn intact.
    using Sent = conversation::Conversations::Sent;
    /// As Conversations::send_text; the recipient is accepted by it.
    Result<Sent> send_text(const PersonId& to, std::string_view text, Now now, Effects& effects);
    /// Takes back a message that still waits. `not_found` when it does not.
    Result<void> cancel(const MessageId& id, Now now, Effects& effects);
    /// As Conversations::mark_read.
    Result<void> mark_read(const ConversationId& id, const std::optional<MessageId>& up_to,
                           Now now) {
        return conversations_.mark_read(id, up_to, now);
    }
    /// Our person writes to somebody right now, or has stopped. Whom that does not concern, or who
    /// is not there, hears nothing of it.
    void set_typing(const PersonId& to, bool is_active, Now now, Effects& effects);
    /// Sends again and dials at once, for one person or for all. Returns how many parcels wait.
    std::size_t retry(const std::optional<PersonId>& only, Now now, Effects& effects);
    /// Cleans the name; `malformed` when nothing is left. Everybody on a link is told.
    Result<void> rename(std::string_view name, Now now, Effects& effects);
    /// How others see us from now on. `malformed`: nobody chooses that.
    Result<void> set_presence(PresenceChoice choice, Now now);
    /// A setting was stored that may concern us.
    Result<void> on_setting_changed(std::string_view key);
    /// The last turn before the end: everybody is told.
    void leave(Now now) { roster_->on_leaving(now); }
    /// Asks a few peers to connect to this port of ours. Returns how many.
    std::size_t ask_dial_back(std::uint16_t port, Now now, Effects& effects);
    /// Asks others whether they reach this person; what they say is in `sighting_of`.
    Result<void> ask_who_reaches(const PersonId& person, Now now, Effects& effects);
    /// Looks for newcomers, as if we had just come ourselves.
    void look(Now now) { roster_->look(now); }

    // What concerns our own person alone (core/engine/engine_personal.cpp).
    /// What they have begun to write in a conversation; an empty text is none. `too_large`: above
    /// limits::text_bytes_max. `malformed`: not UTF-8.
    Result<void> set_draft(const ConversationId& id, std::string_view body, Effects& effects);
    Result<std::string> draft(const ConversationId& id) const;
    /// Whether they want no notices of a conversation.
    Result<void> set_muted(const ConversationId& id, bool is_muted);
    Result<bool> is_muted(const ConversationId& id) const;
    /// No notices at all for a while, at most limits::snooze_max; 0 ends it.
    Result<void> snooze(Duration time, Now now);
    WallTime snoozed_until() const { return snoozed_until_; }
    /// Whether they are told, once, when somebody comes. `not_found`: nobody with this id is known.
    /// `busy`: they wait for limits::watched_people_max already.
    Result<void> set_watched(const PersonId& person, bool is_watched, Now now, Effects& effects);
    bool is_watched(const PersonId& person) const { return watch_.contains(person); }
    /// Outside their working hours they are not disturbed, unless they have said otherwise since.
    bool is_off_hours() const { return roster_->is_off_hours(); }

    // Trust (core/engine/trust.cpp). `not_found`: nobody with this id is known.
    /// How we call somebody; nothing that can be shown means by their own name.
    Result<void> set_alias(const PersonId& person, std::string_view alias, Now now,
                           Effects& effects);
    /// Ends their links, and hides that they are here; silently. What waits for them stays.
    Result<void> set_blocked(const PersonId& person, bool blocks, Now now, Effects& effects);
    /// Whoever is verified is accepted.
    Result<void> set_verified(const PersonId& person, bool is_verified, Now now, Effects& effects);
    /// Their request becomes a conversation, and what was put off may come. Nothing for contacts
    /// and whoever is blocked.
    Result<void> accept(const PersonId& person, Now now, Effects& effects);
    /// Their request goes, silently, and they ask no more. `not_found` also where none waits.
    Result<void> decline(const PersonId& person, Now now, Effects& effects);
    /// As if they had never been met; what waited for them is taken back. Returns how much that
    /// was. The conversation stays, unless it shall go too. `refused` while they are blocked.
    Result<std::size_t> forget(const PersonId& person, bool with_history, Now now,
                               Effects& effects);

    /// Their card as they gave it to us: a contact from now on, whose computer is dialled where it
    /// says. Returns whose it is. `refused`: our own, or of somebody who is blocked. `conflict`:
    /// its computer is known as another one. `busy`: the contact book is full.
    Result<PersonId> add(const identity::CardLink& card, Now now, Effects& effects);

    // Comparing live (core/engine/comparing.cpp); see sas::Comparisons. `not_found` as above.
    /// `busy` also without a link to them.
    Result<void> start_comparing(const PersonId& person, Now now, Effects& effects);
    /// The code that they see. The same: they are verified here.
    Result<void> confirm_compared(const PersonId& person, std::string_view code, Now now,
                                  Effects& effects);
    Result<void> stop_comparing(const PersonId& person, sas::Verdict verdict, Now now,
                                Effects& effects);
    /// How it stands with somebody; null where nothing is compared.
    const sas::Comparison* comparison(const PersonId& person) const {
        return comparisons_.find(person);
    }

    Result<void> add_seed(std::string_view seed, Effects& effects);
    Result<void> remove_seed(std::string_view seed, Effects& effects);

    // Views.
    const identity::LocalIdentity& identity() const { return parts_.identity; }
    const identity::ContactBook& people() const { return people_; }
    const store::Stores& stores() const { return parts_.stores; }
    std::string_view name() const { return name_; }
    /// How somebody is seen now; ourselves as others see us.
    Shown shown(const PersonId& person) const;
    bool is_online(const PersonId& person) const { return shown(person).is_there(); }
    bool is_linked(const PersonId& person) const;  ///< A link to a device of theirs is up.
    const PresenceChoice& presence_choice() const { return roster_->choice(); }
    const gossip::Gossip& gossip() const { return roster_->gossip(); }
    std::vector<LinkView> links() const;
    /// Whose computer carries our link with this person; nobody where there is none, or a direct
    /// one.
    std::optional<PersonId> through(const PersonId& person) const;
    /// What others said when they were asked who reaches this person.
    struct Sighting {
        std::size_t asked = 0;
        std::vector<PersonId> reached_by;  ///< Nobody twice.
    };
    Sighting sighting_of(const PersonId& person) const;
    /// Where a person is or was reached, newest first.
    std::vector<Endpoint> addresses_of(const PersonId& person) const;
    /// What we give to others, so that they know and find us.
    std::string card_link() const;
    /// Who is not accepted and wrote.
    const std::set<PersonId>& requests() const { return conversations_.requests(); }
    /// They take nothing from us for the time being: we are a stranger who has asked.
    bool is_put_off(const PersonId& person) const { return outbox_.is_put_off(person); }
    /// Who keeps a sealed copy of a message of ours that waits.
    std::vector<DeviceId> carriers_of(const MessageId& message) const;
    carrier::Carriage::Sizes carrier_sizes() const { return carriers_->sizes(); }
    relay::Relay::Sizes relay_sizes() const { return relay_.sizes(); }
    /// Messages that wait for their recipients.
    std::size_t waiting_count() const {
        return outbox_.waiting_in_all() - read_marks_.own().waiting();
    }
    std::size_t dialing_count() const { return dialer_.dials(); }
    /// Whom a dial to this device must meet, with all that is known of them.
    link::Expected expected_at(const DeviceId& device) const;
    Result<ConversationId> conversation_with(const PersonId& person) const;
    /// As they are by now in this turn.
    const conversation::ConversationBook& conversations() const { return book_; }

private:
    struct LinkState {
        link::Peer peer;
        LinkView view;
        Instant since{};
        std::optional<Instant> used{};  ///< When it last carried a message, if ever.
        std::optional<Address> local{};
        std::optional<Instant> asked{};   ///< When it was last asked for keys,
        std::optional<Budget> answers{};  ///< and how often the other side may ask.

        /// Our end of it has an address that we have no longer: nothing comes back, and nobody
        /// says so.
        bool is_stranded(const std::vector<Subnet>& own) const {
            return local && !local->is_loopback() &&
                   std::ranges::find(own, *local, &Subnet::address) == own.end();
        }
    };

    Result<void> restore(const gossip::Hearing& hearing, Now now);

    Result<void> on_input(const LinkUp& up, Now now, Effects& effects);
    Result<void> on_input(const LinkDown& down, Now now, Effects& effects);
    Result<void> on_input(const LinkAging& aging, Now now, Effects& effects);
    Result<void> on_input(const FrameReceived& frame, Now now, Effects& effects);
    Result<void> on_input(const StreamSaid& said, Now now, Effects& effects);
    Result<void> on_input(const StreamOver& over, Now now, Effects& effects);
    Result<void> on_input(const Sighted& sighted, Now now, Effects& effects);
    Result<void> on_input(const Lost& lost, Now now, Effects& effects);
    Result<void> on_input(const DialFailed& failed, Now now, Effects& effects);
    Result<void> on_input(const DialConnected& connected, Now now, Effects& effects);
    Result<void> on_input(const NetworkChanged& changed, Now now, Effects& effects);
    Result<void> on_input(const FootingChanged& changed, Now now, Effects& effects);
    Result<void> on_input(const HoursChanged& changed, Now now, Effects& effects);
    Result<void> on_input(const Tried& tried, Now now, Effects& effects);
    Result<void> on_input(const SleepSoon& sleep, Now now, Effects& effects);
    Result<void> on_input(const Woke& woke, Now now, Effects& effects);
    Result<void> on_input(const Command& command, Now now, Effects& effects);

    // engine_relay.cpp: links through others, and those that others have through us.
    Result<void> on_relayed_up(const LinkUp& up, Now now, Effects& effects);
    void on_relay_down(const LinkView& link, Now now, Effects& effects);
    Result<void> on_direct_up(const LinkUp& up, Now now, Effects& effects);
    void on_relay_frame(const FrameReceived& frame, Now now, Effects& effects);
    void run_relay(Now now, Effects& effects);
    static void take_relay(relay::Effects told, Effects& effects);
    bool is_contact(const DeviceId& device) const override;
    bool is_welcome(const DeviceId& device) const override;
    bool is_sought(const DeviceId& device) const override;

    // engine_sessions.cpp: keys for messages.
    Result<void> on_prekey_frame(LinkState& from, const FrameReceived& frame, Now now,
                                 Effects& effects);
    Result<void> give_prekeys(const LinkState& to, Now now, Effects& effects);
    /// To contacts with a link: to this person, or to all.
    Result<void> give_prekeys(const std::optional<PersonId>& only, Now now, Effects& effects);
    Result<void> refresh_prekeys(Now now, Effects& effects);
    void ask_for_keys(Now now, Effects& effects);
    static Instant may_ask_at(const LinkState& link);
    std::optional<Instant> keys_deadline() const;

    // engine_reading.cpp: what was read, and who is told.
    Result<void> update_telling(Now now);
    Result<void> run_read_marks(Now now, Effects& effects);

    // engine_typing.cpp: who writes right now.
    void on_typing_frame(LinkState& from, const FrameReceived& frame, Now now, Effects& effects);
    void run_typing(const std::vector<conversation::Conversations::Received>& received, Now now,
                    Effects& effects);
    bool tells_typing_now() const;

    // engine_personal.cpp
    Result<void> load_personal();
    bool is_at_desk(const PersonId& person) const;
    Result<void> run_watch(bool is_quiet, Now now, Effects& effects);
    Result<void> keep_watch();
    Result<void> forget_personal(const PersonId& person, Effects& effects);
    bool is_late(const PersonId& author, WallTime sent, Now now) const;
    Result<void> run_notices(const std::vector<conversation::Conversations::Received>& received,
                             Now now, Effects& effects);

    // engine_carriers.cpp: messages by way of others, for those who are away.
    Result<void> make_carriers(Now now);
    Result<void> on_carrier_frame(LinkState& from, const FrameReceived& frame, Now now,
                                  Effects& effects);
    Result<void> run_carriers(Now now, Effects& effects);
    Result<void> take_answered(Now now, Effects& effects);

    Result<bool> meet(const LinkUp& up, Now now, Effects& effects);
    Result<void> on_card(const LinkState& from, ByteView body, Now now, Effects& effects);
    Result<void> on_answers(const LinkState& from, ByteView body, Now now, Effects& effects);
    void on_dial_back_frame(const LinkState& from, const FrameReceived& frame, Now now,
                            Effects& effects);
    Result<void> remember(const DeviceId& device, const Endpoint& endpoint, Now now);
    Result<void> on_sas_frame(const LinkState& from, const FrameReceived& frame, Now now,
                              Effects& effects);
    Result<void> on_compared_link_down(LinkId link, Now now, Effects& effects);
    Result<void> run_comparisons(Now now, Effects& effects);
    static sas::Other compared_with(const LinkState& link, bool is_contact);
    Result<void> take_comparisons(sas::Effects told, Now now, Effects& effects);
    Result<void> on_delivery_frame(LinkState& from, const FrameReceived& frame, Now now,
                                   Effects& effects);
    /// Takes what the dialer found out; its orders go out.
    Result<void> take_dial_findings(Now now, Effects& effects);
    /// Whether messages wait for somebody has changed, perhaps.
    Result<void> update_awaited(const PersonId& person, Now now, Effects& effects);
    /// They may send what was put off.
    Result<void> welcome(const PersonId& person, Now now, Effects& effects);
    void close_links(const PersonId& person, Effects& effects) const;
    Result<std::size_t> take_back_all(const PersonId& person, Now now, Effects& effects);
    void close_unused(Now now, Effects& effects);
    Result<void> make_room(Now now, Effects& effects);
    bool is_in_use(const LinkState& link, Now now) const;
    /// A new card, signed, under the next number.
    Result<void> make_card(Now now);

    Parts parts_;
    identity::ContactBook people_;
    session::Sessions sessions_;
    delivery::Outbox outbox_;
    delivery::Inbox inbox_;
    conversation::ConversationBook book_;
    conversation::ReadMarks read_marks_;
    conversation::Conversations conversations_;
    link::Dialer dialer_;
    link::Duplicates duplicates_;
    relay::Relay relay_;
    link::Duplicates relayed_;  ///< Links through others.
    sas::Comparisons comparisons_;
    typing::Typing typing_;
    notify::Notices notices_;
    notify::Watch watch_;
    DialBack dial_back_;
    std::map<LinkId, LinkState> links_;
    std::set<LinkId> keyless_;  ///< Whom to ask for keys, as soon as that may be.
    std::map<DeviceId, std::vector<store::KnownAddress>> known_;  ///< Newest first.
    std::vector<Subnet> own_;
    std::unique_ptr<Roster> roster_;
    std::unique_ptr<Carriers> carriers_;
    bool tells_reads_ = true;   ///< Wishes of the person's: privacy.read,
    bool tells_typing_ = true;  ///< and privacy.typing.
    WallTime snoozed_until_{};
    Instant unused_at_{};      ///< When to look for links that nobody uses.
    Instant room_at_{};        ///< When to look for strangers that can be forgotten.
    link::DialEffects dials_;  ///< Ordered while the engine was built.
    std::string name_;
    Bytes card_;  ///< Our own, as it travels.
};

}  // namespace earshot::engine
