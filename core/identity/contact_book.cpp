#include "core/identity/contact_book.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "core/identity/ids.hpp"

namespace earshot::identity {
namespace {

/// ASCII only: what other scripts call equal needs tables, and a wrong guess would pick a person.
std::string folded(std::string_view text) {
    std::string result{text};
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Whom we decided to have to do with. Somebody whose key was compared is no stranger either.
bool is_contact(const store::Person& person) {
    return person.state == store::ContactState::accepted ||
           (person.verified && person.state != store::ContactState::blocked);
}

}  // namespace

store::Person person_of(const Certificate& certificate) {
    store::Person person;
    person.id = person_id(certificate.account);
    person.account_key = certificate.account.bytes;
    return person;
}

store::Device device_of(const Certificate& certificate) {
    store::Device device;
    device.id = device_id(certificate.device);
    device.person = person_id(certificate.account);
    device.link_key = certificate.link.bytes;
    return device;
}

Result<ContactBook> ContactBook::load(store::PeopleStore& store) {
    ContactBook book{store};
    EARSHOT_TRY(const auto people, store.people());
    for (const auto& person : people) {
        book.people_.emplace(person.id, person);
        book.add_names(person);
    }
    EARSHOT_TRY(const auto devices, store.devices());
    for (const auto& device : devices) {
        book.devices_.emplace(device.id, device);
        book.owned_.insert({device.person, device.id});
    }
    return book;
}

const store::Person* ContactBook::find(const PersonId& id) const {
    const auto found = people_.find(id);
    return found == people_.end() ? nullptr : &found->second;
}

bool ContactBook::is_accepted(const PersonId& id) const {
    const auto* const known = find(id);
    return known != nullptr && known->state == store::ContactState::accepted;
}

bool ContactBook::is_blocked(const PersonId& id) const {
    const auto* const known = find(id);
    return known != nullptr && known->state == store::ContactState::blocked;
}

const store::Device* ContactBook::find_device(const DeviceId& id) const {
    const auto found = devices_.find(id);
    return found == devices_.end() ? nullptr : &found->second;
}

const store::Person* ContactBook::owner_of(const DeviceId& device) const {
    const auto* const known = find_device(device);
    return known == nullptr ? nullptr : find(known->person);
}

bool ContactBook::is_of_contact(const DeviceId& device) const {
    const auto* const owner = owner_of(device);
    return owner != nullptr && is_accepted(owner->id);
}

std::vector<DeviceId> ContactBook::devices_of(const PersonId& id) const {
    std::vector<DeviceId> devices;
    for (auto it = owned_.lower_bound({id, DeviceId{}}); it != owned_.end() && it->first == id;
         ++it)
        devices.push_back(it->second);
    return devices;
}

bool ContactBook::is_crowded() const {
    return people_.size() + limits::people_room > limits::people_max ||
           devices_.size() + limits::people_room > limits::devices_max;
}

std::vector<PersonId> ContactBook::strangers() const {
    std::vector<std::pair<WallTime, PersonId>> found;
    for (const auto& [id, person] : people_)
        if (person.state == store::ContactState::unknown && !person.verified &&
            person.alias.empty())
            found.emplace_back(std::max(person.first_met, person.last_seen), id);
    std::ranges::sort(found);
    std::vector<PersonId> ids(found.size());
    std::ranges::transform(found, ids.begin(), [](const auto& pair) { return pair.second; });
    return ids;
}

void ContactBook::add_names(const store::Person& person) {
    if (!is_contact(person)) return;
    for (const auto& name : {person.name, person.alias})
        if (!name.empty()) contact_names_.emplace(case_folded(name), person.id);
}

void ContactBook::remove_names(const store::Person& person) {
    for (const auto& name : {person.name, person.alias})
        contact_names_.erase({case_folded(name), person.id});
}

std::optional<PersonId> ContactBook::namesake_of(const store::Person& person) const {
    if (person.name.empty() || is_contact(person) || is_blocked(person.id)) return std::nullopt;
    const auto name = case_folded(person.name);
    const auto found = contact_names_.lower_bound({name, PersonId{}});
    if (found == contact_names_.end() || found->first != name) return std::nullopt;
    return found->second;
}

Result<Change> ContactBook::on_proven(const store::Person& person, const store::Device& device,
                                      WallTime now) {
    EARSHOT_TRY(const auto change, on_told(person, device, now));
    EARSHOT_CHECK(on_seen(person.id, now));
    return change;
}

Result<Change> ContactBook::on_told(const store::Person& person, const store::Device& device,
                                    WallTime now) {
    const bool is_known = people_.contains(person.id);
    if (!is_known && people_.size() >= limits::people_max)
        return Error{ErrorKind::busy, "the contact book is full"};
    const auto* const met = find_device(device.id);
    if (met != nullptr && met->person != person.id)
        return Error{ErrorKind::conflict, "this device is another person's"};
    // Whoever makes keys without end fills no more than what is theirs.
    if (met == nullptr && (devices_.size() >= limits::devices_max ||
                           devices_of(person.id).size() >= limits::devices_per_person_max))
        return Error{ErrorKind::busy, "there are too many devices"};
    if (!is_known) {
        store::Person fresh = person;
        fresh.first_met = now;
        EARSHOT_CHECK(store_->put_person(fresh));
        people_.emplace(fresh.id, std::move(fresh));
    }
    if (met == nullptr) {
        EARSHOT_CHECK(store_->put_device(device));
        devices_.emplace(device.id, device);
        owned_.insert({device.person, device.id});
    }
    return is_known ? Change::none : Change::added;
}

Result<Change> ContactBook::on_card(const store::Device& device, std::string_view name) {
    auto& known = devices_.at(device.id);
    if (!known.card->empty() && device.card_seq <= known.card_seq) return Change::none;
    EARSHOT_CHECK(store_->put_device(device));
    known = device;

    auto& person = people_.at(device.person);
    if (person.name == name) return Change::none;
    const auto change = person.name.empty() ? Change::added : Change::updated;
    remove_names(person);
    person.name = name;
    add_names(person);
    EARSHOT_CHECK(store_->put_person(person));
    return change;
}

Result<void> ContactBook::on_seen(const PersonId& id, WallTime now) {
    const auto known = people_.find(id);
    if (known == people_.end() || known->second.last_seen >= now) return {};
    known->second.last_seen = now;
    return store_->put_person(known->second);
}

template <class Member, class Value>
Result<Change> ContactBook::change(const PersonId& id, Member member, Value value) {
    const auto known = people_.find(id);
    if (known == people_.end()) return Error{ErrorKind::not_found, "nobody with this id is known"};
    auto& current = known->second.*member;
    if (current == value) return Change::none;
    remove_names(known->second);
    current = std::move(value);
    add_names(known->second);
    EARSHOT_CHECK(store_->put_person(known->second));
    return Change::updated;
}

Result<Change> ContactBook::accept(const PersonId& id) {
    if (is_blocked(id)) return Change::none;
    return change(id, &store::Person::state, store::ContactState::accepted);
}

Result<Change> ContactBook::decline(const PersonId& id) {
    const auto* const known = find(id);
    if (known != nullptr && (is_contact(*known) || is_blocked(id))) return Change::none;
    return change(id, &store::Person::state, store::ContactState::declined);
}

Result<void> ContactBook::forget(const PersonId& id) {
    const auto known = people_.find(id);
    if (known == people_.end()) return Error{ErrorKind::not_found, "nobody with this id is known"};
    EARSHOT_CHECK(store_->remove_person(id));
    remove_names(known->second);
    people_.erase(known);
    for (const auto& device : devices_of(id)) {
        devices_.erase(device);
        owned_.erase({id, device});
    }
    return {};
}

Result<Change> ContactBook::set_blocked(const PersonId& id, bool blocks) {
    if (find(id) != nullptr && is_blocked(id) == blocks) return Change::none;
    return change(id, &store::Person::state,
                  blocks ? store::ContactState::blocked : store::ContactState::accepted);
}

Result<Change> ContactBook::set_verified(const PersonId& id, bool is_verified) {
    return change(id, &store::Person::verified, is_verified);
}

Result<Change> ContactBook::set_alias(const PersonId& id, std::string_view alias) {
    return change(id, &store::Person::alias, std::string{alias});
}

Who ContactBook::resolve(std::string_view text) const {
    if (const auto id = PersonId::from_text(text))
        return {find(*id) ? std::vector{*id} : std::vector<PersonId>{}};

    if (text.empty()) return {};
    Who exact;
    Who similar;
    Who prefixed;
    const std::string wanted = folded(text);
    for (const auto& [id, person] : people_) {
        if (person.name == text || person.alias == text) exact.candidates.push_back(id);
        if (folded(person.name) == wanted || folded(person.alias) == wanted)
            similar.candidates.push_back(id);
        if (wanted.size() >= id_prefix_min && id.text().starts_with(wanted))
            prefixed.candidates.push_back(id);
    }
    // Somebody may be named like another's id: then it means both, and is asked back.
    auto named = exact.candidates.empty() ? similar : exact;
    for (const auto& id : prefixed.candidates)
        if (std::ranges::find(named.candidates, id) == named.candidates.end())
            named.candidates.push_back(id);
    return named;
}

}  // namespace earshot::identity
