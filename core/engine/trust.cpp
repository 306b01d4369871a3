#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/namesakes.hpp"
#include "core/engine/people.hpp"

/// What the person decides about other people.
namespace earshot::engine {

Result<void> Engine::set_alias(const PersonId& person, std::string_view alias, Now now,
                               Effects& effects) {
    EARSHOT_TRY(const auto change,
                people_.set_alias(person, clean_name(alias, limits::display_name_bytes_max)));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

Result<void> Engine::set_blocked(const PersonId& person, bool blocks, Now now, Effects& effects) {
    EARSHOT_TRY(const auto change, people_.set_blocked(person, blocks));
    if (blocks) {
        conversations_.drop_request(person);
        close_links(person, effects);
    } else if (change != identity::Change::none) {
        EARSHOT_CHECK(welcome(person, now, effects));
    }
    EARSHOT_CHECK(update_awaited(person, now, effects));
    EARSHOT_CHECK(roster_->on_trust_changed(person, now, effects));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

void Engine::close_links(const PersonId& person, Effects& effects) const {
    for (const auto& [link, state] : links_)
        if (state.peer.person == person) effects.closes.push_back({link, link::ByeReason::none});
}

Result<void> Engine::accept(const PersonId& person, Now now, Effects& effects) {
    EARSHOT_TRY(const auto change, people_.accept(person));
    if (change == identity::Change::none) return {};
    EARSHOT_CHECK(announce_person(parts_.stores.events, person, change, now, effects));
    return welcome(person, now, effects);
}

Result<void> Engine::welcome(const PersonId& person, Now now, Effects& effects) {
    EARSHOT_CHECK(conversations_.on_accepted(person, now, effects));
    EARSHOT_CHECK(give_prekeys(person, now, effects));
    for (const auto& [link, state] : links_)
        if (state.peer.person == person)
            effects.frames.push_back({link, delivery::resume_frame, {}});
    return {};
}

Result<void> Engine::decline(const PersonId& person, Now now, Effects& effects) {
    if (!requests().contains(person)) return Error{ErrorKind::not_found, "they asked nothing"};
    EARSHOT_CHECK(conversations_.remove(person, now, effects));
    EARSHOT_TRY(const auto change, people_.decline(person));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

Result<std::size_t> Engine::take_back_all(const PersonId& person, Now now, Effects& effects) {
    constexpr std::size_t at_once = 256;
    std::size_t taken = 0;
    while (true) {
        EARSHOT_TRY(const auto rows, parts_.stores.outbox.outgoing_after(
                                         person, 0, at_once, limits::outbox_in_flight_bytes_max));
        if (rows.empty()) return taken;
        for (const auto& row : rows) {
            const bool is_message = row.kind == delivery::conversation_kind;
            EARSHOT_CHECK(is_message ? conversations_.cancel(row.id, now, effects)
                                     : outbox_.cancel(row.id));
            if (is_message) ++taken;
        }
    }
}

Result<std::size_t> Engine::forget(const PersonId& person, bool with_history, Now now,
                                   Effects& effects) {
    if (people_.find(person) == nullptr)
        return Error{ErrorKind::not_found, "nobody with this id is known"};
    if (people_.is_blocked(person))
        return Error{ErrorKind::refused, "this person is blocked, and would not be any more"};
    EARSHOT_TRY(const auto taken, take_back_all(person, now, effects));
    EARSHOT_CHECK(forget_personal(person, effects));
    EARSHOT_CHECK(with_history ? conversations_.remove(person, now, effects)
                               : conversations_.on_forgotten(person));
    EARSHOT_CHECK(update_awaited(person, now, effects));
    close_links(person, effects);
    const auto devices = people_.devices_of(person);
    EARSHOT_CHECK(people_.forget(person));
    for (const auto& device : devices) {
        EARSHOT_CHECK(sessions_.forget(device));
        known_.erase(device);
        dialer_.on_lost(device, now.steady, effects.dials);
    }
    comparisons_.forget(person);
    EARSHOT_CHECK(forget_namesake(parts_.stores, person));
    EARSHOT_CHECK(roster_->on_forgotten(person, devices, now, effects));
    EARSHOT_CHECK(delivery::announce(parts_.stores.events, effects,
                                     {.kind = store::EventKind::person_removed,
                                      .subject = to_bytes(person.view()),
                                      .detail = {},
                                      .time = now.wall}));
    return taken;
}

/// Strangers come for ever, made-up ones too. Of whom nothing is kept but that they exist, they
/// make room for others, whoever was not here for longest first.
Result<void> Engine::make_room(Now now, Effects& effects) {
    if (!people_.is_crowded() || now.steady < room_at_) return {};
    room_at_ = now.steady + limits::people_room_interval;
    for (const auto& person : people_.strangers()) {
        if (!people_.is_crowded()) break;
        if (is_linked(person) || is_online(person)) continue;
        EARSHOT_TRY(const auto conversation, conversations_.conversation_with(person));
        if (book_.find(conversation) != nullptr) continue;
        EARSHOT_TRY(const auto taken, forget(person, false, now, effects));
        (void)taken;
    }
    return {};
}

std::string Engine::card_link() const {
    return identity::make_card_link(parts_.identity, name_,
                                    roster_->gossip().own().content().endpoints);
}

Result<PersonId> Engine::add(const identity::CardLink& card, Now now, Effects& effects) {
    store::Person person;
    person.id = card.person();
    person.account_key = card.account.bytes;
    person.name = clean_name(card.name, limits::display_name_bytes_max);
    store::Device device;
    device.id = card.device_id();
    device.person = person.id;
    device.link_key = card.link.bytes;
    if (person.id == parts_.identity.person())
        return Error{ErrorKind::refused, "this is your own card"};
    if (people_.is_blocked(person.id)) return Error{ErrorKind::refused, "this person is blocked"};
    const auto* const known = people_.find_device(device.id);
    if (known != nullptr && (known->person != person.id || known->link_key != device.link_key))
        return Error{ErrorKind::conflict, "their computer is known as another one"};
    EARSHOT_TRY(const auto change, people_.on_told(person, device, now.wall));
    EARSHOT_CHECK(announce_person(parts_.stores.events, person.id, change, now, effects));
    EARSHOT_CHECK(accept(person.id, now, effects));
    const auto endpoints = card.endpoints();
    for (const auto& endpoint : endpoints) EARSHOT_CHECK(remember(device.id, endpoint, now));
    roster_->seek(device.id, endpoints, now, effects);
    return person.id;
}

Result<void> Engine::set_verified(const PersonId& person, bool is_verified, Now now,
                                  Effects& effects) {
    EARSHOT_TRY(const auto change, people_.set_verified(person, is_verified));
    if (is_verified) EARSHOT_CHECK(accept(person, now, effects));
    return announce_person(parts_.stores.events, person, change, now, effects);
}

}  // namespace earshot::engine
