#pragma once

#include "core/store/store.hpp"
#include "node/store/statement.hpp"

/// Where devices were reached, and the seeds people gave, in SQLite.
namespace earshot::store {

class SqliteAddresses final : public AddressStore {
public:
    explicit SqliteAddresses(Database& database) noexcept : database_(database) {}

    Result<std::vector<KnownAddress>> addresses() override;
    Result<void> put_address(const KnownAddress& address) override;
    Result<std::vector<std::string>> seeds() override;
    Result<void> add_seed(std::string_view seed) override;
    Result<void> remove_seed(std::string_view seed) override;

private:
    Database& database_;
    Statement addresses_{database_,
                         "SELECT device, address, scope, port, worked FROM address"
                         " ORDER BY worked DESC, device, address, scope, port"};
    Statement put_address_{database_, "REPLACE INTO address VALUES (?, ?, ?, ?, ?)"};
    Statement trim_addresses_{
        database_,
        "DELETE FROM address WHERE device = ?1 AND (address, scope, port) IN ("
        "SELECT address, scope, port FROM address WHERE device = ?1"
        " ORDER BY worked DESC, address DESC, scope DESC, port DESC LIMIT -1 OFFSET ?2)"};
    Statement seeds_{database_, "SELECT address FROM seed ORDER BY address"};
    Statement change_seed_{database_, "UPDATE seed SET address = ?1 WHERE address = ?1"};
    Statement add_seed_{database_, "INSERT INTO seed VALUES (?)"};
    Statement count_seeds_{database_, "SELECT count(*) FROM seed"};
    Statement remove_seed_{database_, "DELETE FROM seed WHERE address = ?"};
};

}  // namespace earshot::store
