#include "core/engine/engine.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/engine/namesakes.hpp"
#include "core/engine/people.hpp"
#include "core/identity/card.hpp"
#include "core/typing/frames.hpp"
#include "core/wire/archive.hpp"

namespace earshot::engine {
namespace {

constexpr std::string_view card_seq_setting = "card.seq";

bool is_store_failure(const Error& error) {
    return error.kind == ErrorKind::io || error.kind == ErrorKind::no_space;
}

}  // namespace

Engine::Engine(Private, const Parts& parts, identity::ContactBook people)
    : parts_(parts),
      people_(std::move(people)),
      sessions_(
          {parts_.identity, people_, parts_.signatures, parts_.stores.sessions, parts_.entropy}),
      outbox_(parts_.stores.outbox, sessions_),
      inbox_(parts_.stores.inbox, sessions_),
      book_(parts_.stores.messages, parts_.stores.events),
      read_marks_(parts_.identity.certificate().account,
                  {parts_.stores.messages, people_, outbox_, book_}),
      conversations_(parts_.identity.certificate().account,
                     {parts_.stores.messages, parts_.stores.events, people_, outbox_,
                      parts_.entropy, book_, read_marks_, parts_.focus}),
      dialer_(parts_.identity.device(), parts_.instance, parts_.entropy),
      duplicates_(parts_.identity.device()),
      relay_(parts_.identity.device(), *this, parts_.entropy),
      relayed_(parts_.identity.device()),
      comparisons_(parts_.identity.certificate().account, parts_.identity.device(),
                   parts_.entropy) {
    inbox_.add_app(delivery::conversation_kind, conversations_);
    inbox_.add_app(delivery::read_mark_kind, read_marks_);
}

Result<std::unique_ptr<Engine>> Engine::make(const Parts& parts, const gossip::Hearing& hearing,
                                             Now now) {
    EARSHOT_TRY(auto people, identity::ContactBook::load(parts.stores.people));
    auto engine = std::make_unique<Engine>(Private{}, parts, std::move(people));
    EARSHOT_CHECK(engine->restore(hearing, now));
    return engine;
}

Result<void> Engine::restore(const gossip::Hearing& hearing, Now now) {
    EARSHOT_CHECK(sessions_.load(now));
    EARSHOT_CHECK(outbox_.load());
    EARSHOT_CHECK(book_.load());
    read_marks_.load(now.steady);
    EARSHOT_TRY(const auto addresses, parts_.stores.addresses.addresses());
    for (const auto& address : addresses) known_[address.device].push_back(address);
    for (const auto& [device, known] : known_) {
        std::vector<Endpoint> endpoints;
        for (const auto& each : known) endpoints.push_back(each.endpoint);
        dialer_.on_remembered(device, endpoints, now.steady, dials_);
    }
    EARSHOT_TRY(const auto name, parts_.stores.settings.find_setting(name_setting));
    name_ = clean_name(name ? *name : parts_.default_name, limits::display_name_bytes_max);
    if (name_.empty()) name_ = parts_.identity.person().short_text();
    const Roster::Places places{parts_.identity, parts_.signatures, parts_.entropy, hearing,
                                people_,         dialer_,           parts_.stores,  parts_.copies};
    EARSHOT_TRY(roster_, Roster::make(places, parts_.instance, parts_.footing, now));
    conversations_.load();
    EARSHOT_CHECK(on_setting_changed("privacy.read"));
    EARSHOT_CHECK(on_setting_changed("privacy.typing"));
    EARSHOT_CHECK(load_personal());
    EARSHOT_CHECK(make_carriers(now));
    Effects nobody_listens;
    const bool is_renamed = parts_.given_name && name != parts_.given_name;
    EARSHOT_CHECK(is_renamed ? rename(*parts_.given_name, now, nobody_listens) : make_card(now));
    EARSHOT_TRY(const auto waiting, parts_.stores.outbox.waiting());
    for (const auto& each : waiting) EARSHOT_CHECK(update_awaited(each.to, now, nobody_listens));
    dials_.insert(dials_.end(), nobody_listens.dials.begin(), nobody_listens.dials.end());
    return {};
}

Result<void> Engine::make_card(Now now) {
    EARSHOT_TRY(const auto stored, parts_.stores.settings.find_setting(card_seq_setting));
    const std::uint64_t seq = number_in(stored.value_or("")) + 1;
    EARSHOT_CHECK(parts_.stores.settings.put_setting(card_seq_setting, std::to_string(seq)));
    card_ = identity::make_card(
        parts_.identity, {.seq = seq, .created = now.wall, .name = name_, .avatar = std::nullopt});
    roster_->on_own_card(card_, now);
    return {};
}

Result<void> Engine::on(const Input& input, Now now, Effects& effects) {
    return std::visit([&](const auto& each) { return on_input(each, now, effects); }, input);
}

Result<void> Engine::on_time(Now now, Effects& effects) {
    // What was to be dialled before the first turn.
    effects.dials.insert(effects.dials.end(), dials_.begin(), dials_.end());
    dials_.clear();
    outbox_.on_time(now);
    dialer_.on_time(now.steady, effects.dials);
    EARSHOT_CHECK(take_dial_findings(now, effects));
    close_unused(now, effects);
    EARSHOT_CHECK(make_room(now, effects));
    EARSHOT_CHECK(refresh_prekeys(now, effects));
    EARSHOT_CHECK(roster_->on_time(now, effects));
    run_relay(now, effects);
    EARSHOT_CHECK(run_comparisons(now, effects));
    EARSHOT_CHECK(run_read_marks(now, effects));
    const auto received = conversations_.take_received();
    run_typing(received, now, effects);
    EARSHOT_CHECK(run_notices(received, now, effects));
    EARSHOT_CHECK(run_carriers(now, effects));
    return take_dial_findings(now, effects);
}

Result<void> Engine::on_turn_end(Now now, Effects& effects) {
    EARSHOT_CHECK(book_.flush(now, effects));
    inbox_.flush(effects);
    EARSHOT_CHECK(outbox_.flush(now, effects));
    ask_for_keys(now, effects);
    return sessions_.flush();
}

std::optional<Instant> Engine::next_deadline() const {
    std::optional<Instant> earliest;
    const auto consider = [&](std::optional<Instant> instant) {
        if (instant) earliest = std::min(*instant, earliest.value_or(*instant));
    };
    consider(outbox_.next_deadline());
    consider(dialer_.next_deadline());
    consider(roster_->next_deadline());
    consider(relay_.next_deadline());
    consider(sessions_.next_deadline());
    consider(keys_deadline());
    consider(comparisons_.next_deadline());
    consider(carriers_->next_deadline());
    consider(read_marks_.next_deadline());
    consider(typing_.next_deadline());
    consider(notices_.next_deadline());
    if (!links_.empty()) consider(unused_at_);
    return earliest;
}

// Links

Result<bool> Engine::meet(const LinkUp& up, Now now, Effects& effects) {
    const auto& peer = up.peer;
    if (dialer_.is_resting(now.steady)) {
        effects.closes.push_back({up.link, link::ByeReason::shutdown});
        return false;
    }
    if (people_.is_blocked(peer.person)) {
        effects.closes.push_back({up.link, link::ByeReason::none});
        return false;
    }
    const auto met =
        people_.on_proven(person_of(peer.certificate), device_of(peer.certificate), now.wall);
    if (!met && identity::is_turned_away(met.error())) {
        // A device that its owner moved to another account is a mistake, or a theft.
        const bool is_full = met.error().kind == ErrorKind::busy;
        effects.closes.push_back(
            {up.link, is_full ? link::ByeReason::trim : link::ByeReason::none});
        return false;
    }
    if (!met) return met.error();
    return true;
}

Result<void> Engine::on_input(const LinkUp& up, Now now, Effects& effects) {
    EARSHOT_TRY(const bool welcome, meet(up, now, effects));
    if (up.stream) return welcome ? on_relayed_up(up, now, effects) : Result<void>{};
    const auto& peer = up.peer;
    dialer_.on_established({up.dial, peer.device, peer.instance}, now.steady, effects.dials);
    if (!welcome) {
        dialer_.on_link_down(peer.device, now.steady, effects.dials);
        return {};
    }

    const LinkView view{up.link,   peer.person,         peer.device,
                        up.remote, up.dial.has_value(), now.wall};
    for (const auto& [link, state] : links_)
        if (state.peer.device == peer.device && state.is_stranded(own_))
            effects.closes.push_back({link, link::ByeReason::duplicate});
    links_.emplace(up.link, LinkState{peer, view, now.steady, std::nullopt, up.local});
    const auto role = up.dial ? link::Role::initiator : link::Role::responder;
    for (const auto link :
         duplicates_.on_established({up.link, peer.device, peer.instance, role, up.started}))
        effects.closes.push_back({link, link::ByeReason::duplicate});
    EARSHOT_CHECK(on_direct_up(up, now, effects));

    // Whoever is known needs it no more: our record says which is the newest, and they ask for it.
    if (people_.find_device(peer.device)->card->empty())
        effects.frames.push_back({up.link, card_frame, card_});
    outbox_.on_link_up(peer.person, peer.device, up.link);
    EARSHOT_CHECK(give_prekeys(peer.person, now, effects));
    return roster_->on_link_up(up, now, effects);
}

Result<void> Engine::on_input(const LinkDown& down, Now now, Effects& effects) {
    const auto found = links_.find(down.link);
    if (found == links_.end()) return {};
    const auto state = std::move(found->second);
    const auto& peer = state.peer;
    const auto& view = state.view;
    links_.erase(found);
    outbox_.on_link_down(peer.person, down.link);
    inbox_.on_link_down(down.link);
    typing_.on_link_down(down.link);
    if (!is_linked(peer.person)) typing_.on_over(peer.person);
    EARSHOT_CHECK(on_compared_link_down(down.link, now, effects));
    EARSHOT_CHECK(people_.on_seen(peer.person, now.wall));
    on_relay_down(view, now, effects);
    if (view.through) return {};
    duplicates_.on_ended(down.link);
    dial_back_.on_link_down(down.link);
    if (!duplicates_.link_to(peer.device))
        dialer_.on_link_down(peer.device, now.steady, effects.dials);
    return roster_->on_link_down(down.link, down.how, now, effects);
}

Result<void> Engine::on_input(const LinkAging& aging, Now now, Effects& effects) {
    if (const auto found = links_.find(aging.link); found != links_.end())
        dialer_.on_link_aging(found->second.peer.device, now.steady, effects.dials);
    return {};
}

Result<void> Engine::on_input(const FrameReceived& frame, Now now, Effects& effects) {
    const auto found = links_.find(frame.link);
    if (found == links_.end()) return {};
    auto& from = found->second;
    EARSHOT_CHECK(roster_->on_heard(from.peer.person, now, effects));
    switch (frame.type) {
        case card_frame: return on_card(from, frame.body, now, effects);
        case delivery::deliver_frame:
        case delivery::resume_frame:
        case delivery::acknowledge_frame: return on_delivery_frame(from, frame, now, effects);
        case typing::typing_frame: on_typing_frame(from, frame, now, effects); return {};
        case session::ask_prekeys_frame:
        case session::prekeys_frame: return on_prekey_frame(from, frame, now, effects);
        default: break;  // A newer Earshot says something that we need not understand.
    }
    if (sas::is_sas(frame.type)) return on_sas_frame(from, frame, now, effects);
    if (carrier::is_carrier(frame.type)) return on_carrier_frame(from, frame, now, effects);
    if (from.view.through) return {};  // The rest is between computers that reach each other.
    if (frame.type == dial_back_frame || frame.type == dialled_back_frame)
        on_dial_back_frame(from, frame, now, effects);
    if (relay::is_relay(frame.type)) on_relay_frame(frame, now, effects);
    if (gossip::is_gossip(frame.type)) return roster_->on_frame(frame, now, effects);
    return {};
}

Result<void> Engine::on_delivery_frame(LinkState& from, const FrameReceived& frame, Now now,
                                       Effects& effects) {
    from.used = now.steady;
    if (frame.type == delivery::resume_frame) {
        outbox_.on_resume(from.peer.person, now);
        return {};
    }
    if (frame.type == delivery::acknowledge_frame)
        return on_answers(from, frame.body, now, effects);
    const auto route = from.view.through ? store::Route::relayed : store::Route::direct;
    const delivery::Inbox::Sender sender{frame.link, from.peer.person, from.peer.device, route};
    EARSHOT_TRY(const bool decoded, inbox_.on_frame(sender, frame.body, now, effects));
    if (!decoded) effects.closes.push_back({frame.link, link::ByeReason::refused});
    return {};
}

Result<void> Engine::on_card(const LinkState& from, ByteView body, Now now, Effects& effects) {
    const auto card = identity::open_card(body, parts_.signatures);
    if (!card || card->device != from.peer.device || card->person != from.peer.person) {
        effects.closes.push_back({from.view.id, link::ByeReason::refused});
        return {};
    }
    auto device = device_of(from.peer.certificate);
    if (people_.find_device(device.id) == nullptr) return {};  // Forgotten; their link ends.
    device.card_seq = card->body.seq;
    device.card = parts_.copies.card(body);
    EARSHOT_TRY(const auto change, people_.on_card(device, card->name));
    roster_->on_card(device.id, *people_.find_device(device.id)->card);
    EARSHOT_CHECK(announce_person(parts_.stores.events, card->person, change, now, effects));
    return tell_namesake(people_, parts_.stores, card->person, now, effects);
}

Result<void> Engine::on_answers(const LinkState& from, ByteView body, Now now, Effects& effects) {
    const auto frame =
        wire::decode<delivery::AcknowledgeFrame>(body, limits::fragmented_body_bytes_max);
    if (!frame) {
        effects.closes.push_back({from.view.id, link::ByeReason::refused});
        return {};
    }
    for (const auto& answer : frame->acknowledgements) {
        const auto outcome = delivery::outcome_of(answer);
        if (outcome == delivery::Outcome::later) {
            outbox_.on_put_off(from.peer.person, answer.id, now);
            continue;
        }
        EARSHOT_TRY(const auto kind, outbox_.on_answer(from.peer.person, answer.id, outcome, now));
        if (outcome == delivery::Outcome::unopenable)
            EARSHOT_CHECK(carriers_->on_unopenable(from.peer.person, answer.id, now, effects));
        if (!kind) continue;
        EARSHOT_CHECK(carriers_->on_over(answer.id, now, effects));
        auto* app = inbox_.find_app(*kind);
        if (app == nullptr) continue;
        EARSHOT_CHECK(app->on_answered({from.peer.person, from.peer.device, answer.id, outcome},
                                       now, effects));
    }
    return update_awaited(from.peer.person, now, effects);
}

Result<void> Engine::remember(const DeviceId& device, const Endpoint& endpoint, Now now) {
    const store::KnownAddress address{device, endpoint, now.wall};
    EARSHOT_CHECK(parts_.stores.addresses.put_address(address));
    auto& known = known_[device];
    std::erase_if(known, [&](const auto& each) { return each.endpoint == endpoint; });
    known.insert(known.begin(), address);
    if (known.size() > limits::addresses_per_candidate_max) known.pop_back();
    return {};
}

// Discovery and dialling

Result<void> Engine::on_input(const Sighted& sighted, Now now, Effects& effects) {
    const auto* const instance = std::get_if<InstanceId>(&sighted.target);
    if (instance != nullptr) {
        roster_->on_sighted(*instance, sighted.endpoints, now);
        dialer_.on_sign_of_life(*instance, now.steady, effects.dials);
        return {};
    }
    dialer_.on_sighted(sighted.target, sighted.endpoints, now.steady, effects.dials);
    return {};
}

Result<void> Engine::on_input(const Lost& lost, Now now, Effects& effects) {
    if (const auto* const instance = std::get_if<InstanceId>(&lost.target))
        roster_->on_lost(*instance);
    dialer_.on_lost(lost.target, now.steady, effects.dials);
    return {};
}

Result<void> Engine::on_input(const DialFailed& failed, Now now, Effects& effects) {
    dialer_.on_dial_failed(failed.dial, failed.failure, now.steady, effects.dials);
    return {};
}

Result<void> Engine::on_input(const DialConnected& connected, Now now, Effects& effects) {
    dialer_.on_connected(connected.dial, now.steady, effects.dials);
    return {};
}

Result<void> Engine::on_input(const NetworkChanged& changed, Now now, Effects& effects) {
    own_ = changed.own;
    roster_->on_network_changed(changed, now);
    relay_.on_network_changed();
    dialer_.on_network_changed(own_, now.steady, effects.dials);
    for (const auto& [link, state] : links_)
        if (state.is_stranded(own_))
            dialer_.on_link_aging(state.peer.device, now.steady, effects.dials);
    return {};
}

Result<void> Engine::on_input(const HoursChanged& changed, Now now, Effects&) {
    roster_->set_off_hours(changed.is_off, now);
    return {};
}

Result<void> Engine::on_input(const FootingChanged& changed, Now now, Effects&) {
    roster_->set_footing(changed.footing, now);
    return {};
}

Result<void> Engine::on_input(const SleepSoon&, Now now, Effects& effects) {
    dialer_.on_sleep(now.steady, effects.dials);
    roster_->on_sleep(now);
    for (const auto& [link, state] : links_)
        effects.closes.push_back({link, link::ByeReason::shutdown});
    return {};
}

Result<void> Engine::on_input(const Woke&, Now now, Effects& effects) {
    dialer_.on_network_changed(own_, now.steady, effects.dials);
    roster_->on_woke(now);
    for (const auto& [link, state] : links_) effects.probes.push_back(link);
    return {};
}

Result<void> Engine::take_dial_findings(Now now, Effects& effects) {
    const auto is_finding = [](const link::DialEffect& effect) {
        return std::holds_alternative<link::RememberAddress>(effect) ||
               std::holds_alternative<link::NotReached>(effect);
    };
    // What is made of a finding may bring about another one.
    while (std::ranges::any_of(effects.dials, is_finding)) {
        auto dials = std::exchange(effects.dials, {});
        for (const auto& effect : dials) {
            if (const auto* const worth = std::get_if<link::RememberAddress>(&effect))
                EARSHOT_CHECK(remember(worth->device, worth->endpoint, now));
            if (const auto* const failed = std::get_if<link::NotReached>(&effect))
                EARSHOT_CHECK(roster_->on_not_reached(*failed, now, effects));
        }
        std::erase_if(dials, is_finding);
        effects.dials.insert(effects.dials.begin(), dials.begin(), dials.end());
    }
    return {};
}

Result<void> Engine::update_awaited(const PersonId& person, Now now, Effects& effects) {
    const bool is_awaited = outbox_.waiting(person) > 0 && !people_.is_blocked(person);
    if (is_awaited) carriers_->on_awaited(now);
    if (is_awaited)
        for (const auto& device : people_.devices_of(person)) relay_.on_sought(device, now.steady);
    return roster_->set_awaited(person, is_awaited, now, effects);
}

/// A link that is neither a neighbour's nor carries messages only costs keepalives on both sides.
void Engine::close_unused(Now now, Effects& effects) {
    for (const auto link : roster_->take_unused()) {
        const auto found = links_.find(link);
        if (found != links_.end() && !is_in_use(found->second, now))
            effects.closes.push_back({link, link::ByeReason::trim});
    }
    if (now.steady < unused_at_) return;
    unused_at_ = now.steady + limits::idle_link_min;
    for (const auto& [link, state] : links_)
        if (!is_in_use(state, now)) effects.closes.push_back({link, link::ByeReason::trim});
}

/// A link that was made for a look, and over which nobody wrote, is not kept in case they will.
bool Engine::is_in_use(const LinkState& link, Now now) const {
    const auto until =
        link.used ? *link.used + limits::idle_link_patience : link.since + limits::idle_link_min;
    return until > now.steady || outbox_.waiting(link.peer.person) > 0 ||
           roster_->gossip().overlay().has_role(link.view.id) || relay_.uses(link.view.id);
}

link::Expected Engine::expected_at(const DeviceId& device) const {
    link::Expected expected{.device = device, .account = std::nullopt, .link_key = std::nullopt};
    const auto* known = people_.find_device(device);
    if (known == nullptr) return expected;
    expected.link_key = crypto::AgreePublicKey{known->link_key};
    if (const auto* person = people_.find(known->person))
        expected.account = crypto::SignPublicKey{person->account_key};
    return expected;
}

Result<void> Engine::on_input(const Command& command, Now now, Effects& effects) {
    const auto done = command.run(*this, now, effects);
    if (!done && is_store_failure(done.error())) return done;
    return {};
}

}  // namespace earshot::engine
