#include "node/store/people.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {
namespace {

void read_person(Rows& rows, Person& person) {
    rows.read(person.id);
    rows.read(person.account_key);
    rows.read(person.name);
    rows.read(person.state, ContactState::unknown, ContactState::declined);
    rows.read(person.verified);
    rows.read(person.first_met);
    rows.read(person.last_seen);
    rows.read(person.alias);
}

void read_device(Rows& rows, Device& device) {
    rows.read(device.id);
    rows.read(device.person);
    rows.read(device.link_key);
    rows.read(device.card_seq);
    Bytes card;
    rows.read(card);
    device.card = std::move(card);
}

}  // namespace

Result<std::vector<Person>> SqlitePeople::people() {
    return all_rows<Person>(people_.query(), read_person);
}

Result<std::optional<Person>> SqlitePeople::find_person(const PersonId& id) {
    return first_row<Person>(find_person_.query(id), read_person);
}

Result<void> SqlitePeople::put_person(const Person& person) {
    const auto put = [&](Statement& statement) {
        return statement.run(person.id, person.account_key, person.name, person.state,
                             person.verified, person.first_met, person.last_seen, person.alias);
    };
    return put_bounded(change_person_, add_person_, count_people_, limits::people_max, put);
}

Result<std::vector<Device>> SqlitePeople::devices() {
    return all_rows<Device>(devices_.query(), read_device);
}

Result<void> SqlitePeople::put_device(const Device& device) {
    const auto put = [&](Statement& statement) {
        return statement.run(device.id, device.person, device.link_key, device.card_seq,
                             *device.card);
    };
    return put_bounded(change_device_, add_device_, count_devices_, limits::devices_max, put);
}

Result<void> SqlitePeople::remove_person(const PersonId& id) {
    EARSHOT_CHECK(remove_addresses_.run(id));
    EARSHOT_CHECK(remove_devices_.run(id));
    return remove_person_.run(id);
}

}  // namespace earshot::store
