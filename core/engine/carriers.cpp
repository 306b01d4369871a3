#include "core/engine/carriers.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::engine {
namespace {

/// What stands inside an envelope: a parcel, as DELIVER carries it. Never renumber.
constexpr std::uint16_t parcel_kind = 1;

}  // namespace

Result<std::unique_ptr<Carriers>> Carriers::make(const Places& places, Now now) {
    auto carriers = std::make_unique<Carriers>(places);
    EARSHOT_TRY(carriers->carriage_,
                carrier::Carriage::load({places.stores.envelopes, *carriers, places.entropy}, now));
    carriers->on_awaited(now);
    return carriers;
}

Result<void> Carriers::on_link_up(const carrier::Peer& peer, Now now, Effects& effects) {
    // That was all; when the link is let go, nobody need dial for another one.
    to_reach_.erase(peer.device);
    wished_.erase(peer.device);
    carrier::Effects told;
    carriage_->on_link_up(peer, now, told);
    return take(std::move(told), now, effects);
}

Result<bool> Carriers::on_frame(const FrameReceived& frame, Now now, Effects& effects) {
    carrier::Effects told;
    EARSHOT_TRY(const bool is_understood,
                carriage_->on_frame(frame.link, frame.type, frame.body, now, told));
    EARSHOT_CHECK(take(std::move(told), now, effects));
    return is_understood;
}

Result<void> Carriers::on_over(const MessageId& message, Now now, Effects& effects) {
    carrier::Effects told;
    EARSHOT_CHECK(carriage_->depositor().on_over(message, told));
    return take(std::move(told), now, effects);
}

Result<void> Carriers::on_unopenable(const PersonId& by, const MessageId& message, Now now,
                                     Effects& effects) {
    EARSHOT_TRY(const auto waiting, places_.stores.outbox.find_outgoing(message));
    if (!waiting || waiting->to != by || !waiting->seal.recipe.empty()) return {};
    EARSHOT_CHECK(on_over(message, now, effects));
    EARSHOT_CHECK(places_.conversations.on_carried(message, false, now, effects));
    if (const auto position = carried_up_to_.find(by); position != carried_up_to_.end())
        position->second = std::min(position->second, waiting->position - 1);
    return {};
}

Result<void> Carriers::on_time(Now now, Effects& effects) {
    if (review_at_ && *review_at_ <= now.steady) {
        EARSHOT_CHECK(review(now));
        wish({}, now);
    }
    carrier::Effects told;
    EARSHOT_CHECK(carriage_->on_time(now, told));
    return take(std::move(told), now, effects);
}

std::optional<Instant> Carriers::next_deadline() const {
    const auto next = carriage_->next_deadline();
    if (!next || !review_at_) return next ? next : review_at_;
    return std::min(*next, *review_at_);
}

// What waits here

Result<void> Carriers::review(Now now) {
    review_at_.reset();
    const auto is_served = [&](const auto& each) {
        return places_.outbox.waiting(each.first) == 0;
    };
    std::erase_if(away_since_, is_served);
    std::erase_if(carried_up_to_, is_served);
    for (const auto& person : places_.outbox.awaiting()) {
        review_at_ = now.steady + limits::carry_review;
        if (!places_.people.is_accepted(person) || places_.roster.shown(person).is_there()) {
            away_since_.erase(person);
            continue;
        }
        // Who is only just not there yet, or has gone for a moment, gets it without anybody's help.
        const auto since = away_since_.try_emplace(person, now.steady).first->second;
        if (since + limits::carry_patience <= now.steady) EARSHOT_CHECK(hand_over(person, now));
    }
    if (carriage_->holdings().size() > 0) review_at_ = now.steady + limits::carry_review;
    return {};
}

Result<void> Carriers::hand_over(const PersonId& person, Now now) {
    const auto devices = places_.people.devices_of(person);
    const auto to = std::ranges::find_if(
        devices, [&](const auto& device) { return seal_target(device, now.wall).has_value(); });
    if (to == devices.end()) return {};  // No card of theirs says how to seal.
    auto& position = carried_up_to_[person];
    EARSHOT_TRY(auto waiting, places_.stores.outbox.outgoing_after(
                                  person, position, limits::carried_per_review_max,
                                  limits::carried_bytes_per_review_max));
    for (auto& each : waiting) {
        const auto at = each.position;
        EARSHOT_TRY(const bool goes_on, carry(std::move(each), *to, now));
        if (!goes_on) return {};
        position = at;
    }
    return {};
}

Result<bool> Carriers::carry(store::Outgoing waiting, const DeviceId& to, Now now) {
    const auto id = waiting.id;
    if (carriage_->depositor().is_carried(id)) return true;
    EARSHOT_TRY(auto parcel, places_.outbox.sealed(waiting, to, now));
    if (!parcel) return false;  // No keys to begin a session with.
    const auto done =
        carriage_->depositor().carry({id, to, parcel_kind}, wire::encode(*parcel), now);
    if (done || done.error().kind == ErrorKind::too_large ||
        done.error().kind == ErrorKind::conflict)
        return true;
    if (done.error().kind == ErrorKind::busy) return false;
    return done.error();
}

/// Carriers that the depositor asked for, and recipients who are here and do not know what we hold
/// for them.
void Carriers::wish(const std::vector<DeviceId>& reach, Now now) {
    for (const auto& device : reach)
        to_reach_.insert_or_assign(device, now.steady + limits::carrier_reach_interval);
    std::erase_if(to_reach_, [&](const auto& each) { return each.second <= now.steady; });
    wished_.clear();
    for (const auto& [device, until] : to_reach_) wished_.insert(device);
    for (const auto& device : carriage_->holdings().untold(now))
        if (is_here(device)) wished_.insert(device);
}

// What carriers say

Result<void> Carriers::take(carrier::Effects told, Now now, Effects& effects) {
    for (std::size_t i = 0; i < told.collected.size(); ++i) {
        const auto collected = std::move(told.collected[i]);
        EARSHOT_CHECK(take_collected(collected, now, told, effects));
    }
    for (const auto& opened : told.opened) EARSHOT_CHECK(take_opened(opened, now, effects));
    for (const auto& carried : told.carried)
        EARSHOT_CHECK(
            places_.conversations.on_carried(carried.message, carried.carriers > 0, now, effects));
    for (auto& frame : told.frames)
        effects.frames.push_back({frame.link, frame.type, std::move(frame.body)});
    if (!told.reach.empty()) wish(told.reach, now);
    if (carriage_->holdings().size() > 0 && !review_at_)
        review_at_ = now.steady + limits::carry_review;
    return {};
}

Result<void> Carriers::take_opened(const carrier::Opened& opened, Now now, Effects& effects) {
    EARSHOT_TRY(const auto waiting, places_.stores.outbox.find_outgoing(opened.message));
    if (!waiting) return {};
    constexpr auto accepted = delivery::Outcome::accepted;
    EARSHOT_TRY(const auto kind,
                places_.outbox.on_answer(waiting->to, opened.message, accepted, now));
    if (!kind) return {};
    answered_.insert(waiting->to);
    auto* const app = places_.inbox.find_app(*kind);
    if (app == nullptr) return {};
    return app->on_answered({waiting->to, waiting->seal.device, opened.message, accepted}, now,
                            effects);
}

Result<void> Carriers::take_collected(const carrier::Collected& collected, Now now,
                                      carrier::Effects& told, Effects& effects) {
    auto& collector = carriage_->collector();
    const auto parcel =
        wire::decode<delivery::Parcel>(collected.content, limits::envelope_bytes_max);
    if (!parcel || collected.kind != parcel_kind) return collector.on_unreadable(collected.id);
    EARSHOT_TRY(const auto outcome, take_parcel(*parcel, now, effects));
    if (outcome == delivery::Outcome::accepted) return collector.on_stored(collected.id, told);
    if (outcome != delivery::Outcome::later) return collector.on_unreadable(collected.id);
    collector.on_put_off(collected.id);
    return {};
}

Result<delivery::Outcome> Carriers::take_parcel(const delivery::Parcel& parcel, Now now,
                                                Effects& effects) {
    constexpr auto unopenable = delivery::Outcome::unopenable;
    // What came before has used up the keys that it was sealed with.
    EARSHOT_TRY(const auto message, places_.stores.messages.find_message(parcel.id));
    if (message) return delivery::Outcome::accepted;
    EARSHOT_TRY(const auto author, places_.sessions.author_of(parcel.sealed));
    const auto* const device = author ? places_.people.find_device(*author) : nullptr;
    if (device == nullptr || places_.people.is_blocked(device->person)) return unopenable;
    const delivery::Inbox::Sender sender{0, device->person, device->id, store::Route::carried};
    EARSHOT_TRY(const auto known, places_.inbox.judge(sender, parcel));
    if (known) return *known;
    EARSHOT_TRY(const auto opened, places_.sessions.open_carried(*author, parcel.sealed, now));
    if (!opened) return unopenable;
    return places_.inbox.accept(sender, parcel.id, *opened, now, effects);
}

// What carriers ask

bool Carriers::is_contact(const DeviceId& device) const {
    return places_.people.is_of_contact(device);
}

bool Carriers::is_here(const DeviceId& device) const {
    const auto* const entry = places_.roster.gossip().table().find(device);
    return entry != nullptr && entry->is_online();
}

/// Cards are looked through when a mailbox is new; then it is known, also when its owner has taken
/// another one.
std::optional<DeviceId> Carriers::owner_of(const MailboxId& mailbox) const {
    if (const auto found = mailboxes_.find(mailbox); found != mailboxes_.end())
        return is_contact(found->second) ? std::optional{found->second} : std::nullopt;
    if (mailboxes_.size() >= limits::mailboxes_max) mailboxes_.clear();
    for (const auto& [device, known] : places_.people.devices()) {
        if (!is_contact(device)) continue;
        if (const auto card = places_.sessions.card_of(device); card && *card)
            mailboxes_.emplace((*card)->mailbox, device);
    }
    const auto found = mailboxes_.find(mailbox);
    return found == mailboxes_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<carrier::SealTarget> Carriers::seal_target(const DeviceId& device,
                                                         WallTime now) const {
    // A store that fails here fails again at the turn's commit.
    const auto card = places_.sessions.usable_card_of(device, now);
    if (!card || !*card) return std::nullopt;
    const auto& found = **card;
    return carrier::SealTarget{found.mailbox, found.sealing.id, found.sealing.key};
}

std::vector<DeviceId> Carriers::carriers() const {
    std::vector<DeviceId> here;
    for (const auto& [device, known] : places_.people.devices())
        if (is_contact(device) && is_here(device)) here.push_back(device);
    return here;
}

const crypto::AgreeKeyPair* Carriers::find_seal_key(const MailboxId& mailbox,
                                                    std::uint32_t seal_id) const {
    const auto* const keys = places_.sessions.own_prekeys().find(seal_id);
    return keys != nullptr && keys->mailbox == mailbox ? &keys->sealing : nullptr;
}

}  // namespace earshot::engine
