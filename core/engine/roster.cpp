#include "core/engine/roster.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/delivery/effects.hpp"
#include "core/engine/namesakes.hpp"
#include "core/engine/people.hpp"
#include "core/identity/card.hpp"
#include "core/identity/ids.hpp"

namespace earshot::engine {
namespace {

using gossip::State;

constexpr std::string_view seq_setting = "presence.seq";
constexpr std::string_view choice_setting = "presence.choice";

/// `state|until|text`, as it is kept.
std::string text_of(const PresenceChoice& choice) {
    const auto until = choice.until ? choice.until->time_since_epoch().count() : 0;
    return std::to_string(static_cast<unsigned>(choice.state)) + "|" + std::to_string(until) + "|" +
           choice.text;
}

PresenceChoice parse_choice(std::string_view kept) {
    const auto first = kept.find('|');
    const auto second = first == kept.npos ? kept.npos : kept.find('|', first + 1);
    if (second == kept.npos) return {};
    PresenceChoice choice;
    const auto state = number_in(kept.substr(0, first));
    const auto until = number_in(kept.substr(first + 1, second - first - 1));
    if (state <= static_cast<std::uint64_t>(State::busy)) choice.state = static_cast<State>(state);
    if (until > 0) choice.until = WallTime{Duration{static_cast<Duration::rep>(until)}};
    choice.text = kept.substr(second + 1);
    return choice;
}

/// Of several computers of one person the one that is most there counts.
int presence_rank(State state) {
    switch (state) {
        case State::online: return 4;
        case State::busy: return 3;
        case State::away: return 2;
        case State::asleep: return 1;
        case State::left: return 0;
    }
    return 0;
}

}  // namespace

Result<std::unique_ptr<Roster>> Roster::make(const Places& places, const InstanceId& instance,
                                             gossip::Footing footing, Now now) {
    auto& settings = places.stores.settings;
    EARSHOT_TRY(const auto seq, settings.find_setting(seq_setting));
    EARSHOT_TRY(const auto choice, settings.find_setting(choice_setting));
    Start start;
    start.seq = number_in(seq.value_or(""));
    start.choice = parse_choice(choice.value_or(""));
    start.content.instance = instance;
    start.content.footing = footing;
    auto roster = std::make_unique<Roster>(places, std::move(start), now);
    EARSHOT_CHECK(roster->keep_own());
    return roster;
}

Roster::Roster(const Places& places, Start start, Now now)
    : places_(places),
      content_(std::move(start.content)),
      choice_(std::move(start.choice)),
      gossip_({places.identity, places.signatures, places.entropy, places.hearing, *this,
               places.copies},
              gossip::NetworkId{}, content_, start.seq, now) {
    for (const auto& [id, device] : places_.people.devices())
        if (!device.card->empty()) index_card(id, identity::card_hash(*device.card));
    update_own(now);
    told_own_ = {own(), choice_};
}

// Ourselves

Result<void> Roster::keep_own() const {
    return places_.stores.settings.put_setting(seq_setting,
                                               std::to_string(gossip_.own().record().presence.seq));
}

void Roster::update_own(Now now) {
    choice_ends_.reset();
    if (choice_.until) choice_ends_ = now.steady + std::max(Duration{}, *choice_.until - now.wall);
    content_.state = own_state();
    content_.status_text = choice_.text;
    gossip_.set_content(content_, now);
}

State Roster::own_state() const {
    if (is_leaving_ || choice_.state == State::left) return State::left;
    if (is_asleep_) return State::asleep;
    return choice_.state == State::online && is_off_hours_ ? State::busy : choice_.state;
}

Result<void> Roster::choose(PresenceChoice choice, Now now) {
    if (choice.state == State::asleep)
        return Error{ErrorKind::malformed, "nobody chooses to be asleep"};
    choice.text = clean_name(choice.text, limits::status_text_bytes_max);
    is_off_hours_ = false;
    return set_choice(std::move(choice), now);
}

Result<void> Roster::set_choice(PresenceChoice choice, Now now) {
    choice_ = std::move(choice);
    EARSHOT_CHECK(places_.stores.settings.put_setting(choice_setting, text_of(choice_)));
    update_own(now);
    return {};
}

/// One program of ours changed it, or it has ended by itself: the others hear of that.
void Roster::tell_own(Effects& effects) {
    std::pair seen{own(), choice_};
    if (seen == told_own_) return;
    effects.presence.push_back({places_.identity.person(), seen.first});
    told_own_ = std::move(seen);
}

void Roster::set_off_hours(bool is_off, Now now) {
    if (std::exchange(is_off_hours_, is_off) != is_off) update_own(now);
}

/// No network where we were seen is left, or strangers see us no more, or again: we never were
/// here. Where there is no network at all we may yet come back.
bool Roster::has_moved(const NetworkChanged& changed) {
    const bool is_seen_anew = changed.is_hidden != content_.is_confided;
    std::set<Subnet> networks;
    for (const auto& segment : changed.segments)
        for (const auto& each : segment.prefixes)
            if (!each.address.is_loopback()) networks.insert(each.network());
    if (networks.empty()) return is_seen_anew;
    const auto before = std::exchange(networks_, std::move(networks));
    const bool is_left =
        std::ranges::none_of(before, [&](const auto& each) { return networks_.contains(each); });
    return is_seen_anew || (is_left && !before.empty());
}

void Roster::on_network_changed(const NetworkChanged& changed, Now now) {
    if (has_moved(changed)) gossip_.on_moved();
    auto reachable_at = changed.reachable_at;
    std::erase_if(reachable_at, [](const Endpoint& each) {
        return each.address.is_link_local() || each.port == 0;
    });
    content_.endpoints = std::move(reachable_at);
    content_.is_confided = changed.is_hidden;
    gossip_.on_network_changed(changed.segments, now);
    update_own(now);
}

void Roster::set_footing(gossip::Footing footing, Now now) {
    if (std::exchange(content_.footing, footing) != footing) update_own(now);
}

void Roster::on_own_card(const Bytes& card, Now now) {
    own_card_ = card;
    content_.card = identity::card_hash(card);
    update_own(now);
}

void Roster::on_sleep(Now now) {
    is_asleep_ = true;
    update_own(now);
}

void Roster::on_woke(Now now) {
    gossip_.on_woke(now);
    on_awake(now);
}

void Roster::on_awake(Now now) {
    if (std::exchange(is_asleep_, false)) update_own(now);
}

void Roster::on_leaving(Now now) {
    is_leaving_ = true;
    update_own(now);
}

// Links and frames

Result<void> Roster::on_link_up(const LinkUp& up, Now now, Effects& effects) {
    gossip::Effects told;
    gossip_.on_link_up({up.link, up.peer.device, up.dial.has_value(), up.remote.address}, now,
                       told);
    told.changed.push_back(up.peer.device);
    EARSHOT_CHECK(apply(std::move(told), now, effects));
    if (sought_.erase(up.peer.device) > 0) set_wanted(up.peer.device, now, effects);
    return on_heard(up.peer.person, now, effects);
}

Result<void> Roster::on_link_down(LinkId link, gossip::LinkEnd how, Now now, Effects& effects) {
    const auto* const view = gossip_.links().find(link);
    if (view == nullptr) return {};
    const auto device = view->device;
    gossip::Effects told;
    gossip_.on_link_down(link, how, now, told);
    told.changed.push_back(device);
    return apply(std::move(told), now, effects);
}

Result<void> Roster::on_frame(const FrameReceived& frame, Now now, Effects& effects) {
    gossip::Effects told;
    gossip_.on_frame(frame.link, frame.type, frame.body, now, told);
    return apply(std::move(told), now, effects);
}

Result<void> Roster::on_not_reached(const link::NotReached& dial, Now now, Effects& effects) {
    gossip::Effects told;
    gossip_.on_unreachable(dial.device, dial.is_refused, now, told);
    return apply(std::move(told), now, effects);
}

Result<void> Roster::inquire(const DeviceId& device, Now now, Effects& effects) {
    gossip::Effects told;
    gossip_.inquire(device, now, told);
    return apply(std::move(told), now, effects);
}

std::vector<Endpoint> Roster::endpoints_of(const DeviceId& device) const {
    std::vector<Endpoint> endpoints;
    if (const auto* const entry = gossip_.table().find(device))
        for (const auto& published : entry->record->presence.endpoints)
            endpoints.push_back(published.endpoint());
    return endpoints;
}

// What gossip asks for

Result<void> Roster::apply(gossip::Effects told, Now now, Effects& effects) {
    for (auto& frame : told.frames)
        effects.frames.push_back({frame.link, frame.type, std::move(frame.body)});
    for (const auto& close : told.closes) {
        if (close.why == gossip::Parting::refused) {
            effects.closes.push_back({close.link, link::ByeReason::refused});
        } else {
            unused_.push_back(close.link);
        }
    }
    apply_reaches(told, now, effects);
    effects.probes.insert(effects.probes.end(), told.probes.begin(), told.probes.end());
    no_direct_.insert(no_direct_.end(), told.no_direct.begin(), told.no_direct.end());
    for (const auto& card : told.cards) EARSHOT_CHECK(on_foreign_card(card, now, effects));
    for (const auto& device : told.changed) EARSHOT_CHECK(on_changed(device, now, effects));
    for (const auto& instance : told.forgotten)
        places_.dialer.on_lost(instance, now.steady, effects.dials);
    for (const auto& meeting : told.meetings)
        places_.dialer.on_sighted(meeting.instance, meeting.endpoints, now.steady, effects.dials);
    if (told.search) effects.search = std::move(told.search);
    if (told.runs_twice) effects.runs_twice = true;
    return told.is_own_new ? keep_own() : Result<void>{};
}

Result<void> Roster::on_changed(const DeviceId& device, Now now, Effects& effects) {
    const auto* const entry = gossip_.table().find(device);
    const bool is_online = entry != nullptr && entry->is_online();
    places_.dialer.set_present(device, is_online, now.steady, effects.dials);
    const auto* const known = places_.people.find_device(device);
    if (entry != nullptr && device != places_.identity.device()) {
        const auto& presence = entry->record->presence;
        places_.dialer.on_identified(presence.instance, device, endpoints_of(device), now.steady);
        believe_address(device, now, effects);
        if (!cards_.contains(presence.card)) {
            if (cardless_.empty()) cards_at_ = now.steady + limits::card_patience;
            cardless_.insert(device);
            gossip_.want_card(presence.card, device);
        }
        if (known != nullptr && is_online && awaited_.contains(known->person)) {
            places_.dialer.on_sighted(device, endpoints_of(device), now.steady, effects.dials);
            set_wanted(device, now, effects);
        }
    }
    return known == nullptr ? Result<void>{} : watch_answers(known->person, now, effects);
}

Result<void> Roster::tell(const PersonId& person, Now now, Effects& effects) {
    auto current = shown(person);
    const auto* const before = told_.find(person);
    const auto was = before == nullptr ? Shown{} : *before;
    if (current == was) return {};
    effects.presence.push_back({person, current});
    const bool has_left = was.is_there() && !current.is_there();
    if (current == Shown{}) {
        told_.erase(person);
    } else {
        told_.put(person, std::move(current));
    }
    return has_left ? places_.people.on_seen(person, now.wall) : Result<void>{};
}

// Who answers

/// Asks nobody who is not shown as here: that they are away has been said.
Result<void> Roster::watch_answers(const PersonId& person, Now now, Effects& effects) {
    if (awaited_.contains(person) && shown(person).is_there()) {
        answering_.on_asked(person, now.steady);
    } else {
        answering_.forget(person);
    }
    return tell(person, now, effects);
}

Result<void> Roster::on_heard(const PersonId& person, Now now, Effects& effects) {
    return answering_.on_heard(person, now.steady) ? tell(person, now, effects) : Result<void>{};
}

Result<void> Roster::take_unanswered(Now now, Effects& effects) {
    const auto due = answering_.on_time(now.steady);
    for (const auto& person : due.looks)
        for (const auto& device : places_.people.devices_of(person))
            if (const auto* const view = gossip_.links().find(gossip::sid_of(device)))
                effects.probes.push_back(view->link);
    for (const auto& person : due.silent) EARSHOT_CHECK(tell(person, now, effects));
    return {};
}

// Cards

bool Roster::is_contact(const DeviceId& device) const {
    return places_.people.is_of_contact(device);
}

const Bytes* Roster::find_card(const CardHash& card) const {
    if (card == content_.card && !own_card_.empty()) return &own_card_;
    const auto* const device = cards_.find(card);
    if (device == nullptr || !is_current(card, *device)) return nullptr;
    return &*places_.people.find_device(*device)->card;
}

bool Roster::is_current(const CardHash& card, const DeviceId& device) const {
    const auto* const known = places_.people.find_device(device);
    return known != nullptr && identity::card_hash(*known->card) == card;
}

void Roster::on_card(const DeviceId& device, const Bytes& card) {
    const auto hash = identity::card_hash(card);
    index_card(device, hash);
    gossip_.forget_card(hash);
}

void Roster::index_card(const DeviceId& device, const CardHash& hash) {
    // Who makes a new card often leaves old ones here.
    if (cards_.size() >= 2 * places_.people.devices().size() + limits::cards_in_flight_max)
        cards_.erase_if([this](const auto& each) { return !is_current(each.first, each.second); });
    cards_.put(hash, device);
}

/// It was asked for by its hash; that its maker's record named it says that it is the newest.
Result<void> Roster::on_foreign_card(const Bytes& bytes, Now now, Effects& effects) {
    const auto card = identity::open_card(bytes, places_.signatures);
    if (!card || card->device == places_.identity.device()) return {};
    const auto* const entry = gossip_.table().find(card->device);
    if (entry == nullptr || entry->record->presence.account != card->certificate.account) return {};
    auto device = device_of(card->certificate);
    const auto told = places_.people.on_told(person_of(card->certificate), device, now.wall);
    if (!told && identity::is_turned_away(told.error())) return {};
    if (!told) return told.error();
    device.card_seq = card->body.seq;
    device.card = places_.copies.card(bytes);
    EARSHOT_TRY(const auto change, places_.people.on_card(device, card->name));
    on_card(card->device, bytes);
    EARSHOT_CHECK(announce_person(places_.stores.events, card->person, change, now, effects));
    EARSHOT_CHECK(tell_namesake(places_.people, places_.stores, card->person, now, effects));
    return tell(card->person, now, effects);
}

Result<void> Roster::on_forgotten(const PersonId& person, std::span<const DeviceId> devices,
                                  Now now, Effects& effects) {
    EARSHOT_CHECK(tell(person, now, effects));
    for (const auto& device : devices) {
        sought_.erase(device);
        set_wanted(device, now, effects);
        cards_.erase_if([&](const auto& each) { return each.second == device; });
        EARSHOT_CHECK(on_changed(device, now, effects));
    }
    return {};
}

// Time

void Roster::update_lonely(Now now, Effects& effects) {
    const bool is_lonely = gossip_.links().computers() < limits::neighbours_few;
    places_.dialer.set_lonely(is_lonely, now.steady, effects.dials);
}

/// Whom we could ask may not have had a card yet, and others have come since. Without it somebody
/// who is here is not shown.
void Roster::want_cards_again(Now now) {
    if (cardless_.empty() || cards_at_ > now.steady) return;
    cards_at_ = now.steady + limits::card_patience;
    std::erase_if(cardless_, [this](const DeviceId& device) {
        const auto* const entry = gossip_.table().find(device);
        const bool is_missing = entry != nullptr && entry->is_online() &&
                                !cards_.contains(entry->record->presence.card);
        if (is_missing) gossip_.want_card(entry->record->presence.card, device);
        return !is_missing;
    });
}

Result<void> Roster::on_time(Now now, Effects& effects) {
    if (choice_ends_ && *choice_ends_ <= now.steady) EARSHOT_CHECK(set_choice({}, now));
    tell_own(effects);
    update_lonely(now, effects);
    EARSHOT_CHECK(take_unanswered(now, effects));
    want_cards_again(now);
    gossip::Effects told;
    gossip_.on_time(now, told);
    return apply(std::move(told), now, effects);
}

std::optional<Instant> Roster::next_deadline() const {
    std::optional<Instant> earliest;
    const auto cards_due = cardless_.empty() ? std::nullopt : std::optional{cards_at_};
    for (const auto due :
         {choice_ends_, answering_.next_deadline(), gossip_.next_deadline(), cards_due})
        if (due) earliest = std::min(*due, earliest.value_or(*due));
    return earliest;
}

// Views

Shown Roster::own() const { return {.state = content_.state, .text = content_.status_text}; }

/// Somebody who is blocked is passed on to others as before, and only not shown here.
Shown Roster::shown(const PersonId& person) const {
    if (places_.people.is_blocked(person)) return {};
    Shown best;
    for (const auto& device : places_.people.devices_of(person)) {
        const auto* const entry = gossip_.table().find(device);
        Shown one;
        if (entry != nullptr) {
            one.state = entry->shown();
            if (entry->is_online()) one.text = entry->record->presence.status_text();
        } else if (gossip_.links().has(gossip::sid_of(device))) {
            one.state = State::online;  // It is here, and will say more in a moment.
        }
        if (presence_rank(one.state) > presence_rank(best.state)) best = std::move(one);
    }
    best.answers = !best.is_there() || !answering_.is_silent(person);
    return best;
}

}  // namespace earshot::engine
