#pragma once

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// People and their devices in SQLite.
namespace earshot::store {

class SqlitePeople final : public PeopleStore {
public:
    explicit SqlitePeople(Database& database) noexcept : database_(database) {}

    Result<std::vector<Person>> people() override;
    Result<std::optional<Person>> find_person(const PersonId& id) override;
    Result<void> put_person(const Person& person) override;
    Result<std::vector<Device>> devices() override;
    Result<void> put_device(const Device& device) override;
    Result<void> remove_person(const PersonId& id) override;

private:
    Database& database_;  // As in all of these: outlives this.
    Statement people_{database_,
                      "SELECT id, account_key, name, state, verified, first_met, last_seen, alias"
                      " FROM person ORDER BY id"};
    Statement find_person_{
        database_,
        "SELECT id, account_key, name, state, verified, first_met, last_seen, alias"
        " FROM person WHERE id = ?"};
    Statement change_person_{database_,
                             "UPDATE person SET account_key = ?2, name = ?3, state = ?4,"
                             " verified = ?5, first_met = ?6, last_seen = ?7, alias = ?8"
                             " WHERE id = ?1"};
    Statement add_person_{database_, "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
    Statement count_people_{database_, "SELECT count(*) FROM person"};
    Statement devices_{database_,
                       "SELECT id, person, link_key, card_seq, card FROM device ORDER BY id"};
    Statement change_device_{database_,
                             "UPDATE device SET person = ?2, link_key = ?3, card_seq = ?4,"
                             " card = ?5 WHERE id = ?1"};
    Statement add_device_{database_, "INSERT INTO device VALUES (?, ?, ?, ?, ?)"};
    Statement remove_addresses_{
        database_, "DELETE FROM address WHERE device IN (SELECT id FROM device WHERE person = ?)"};
    Statement remove_devices_{database_, "DELETE FROM device WHERE person = ?"};
    Statement remove_person_{database_, "DELETE FROM person WHERE id = ?"};
    Statement count_devices_{database_, "SELECT count(*) FROM device"};
};

}  // namespace earshot::store
