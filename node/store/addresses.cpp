#include "node/store/addresses.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {

Result<std::vector<KnownAddress>> SqliteAddresses::addresses() {
    return all_rows<KnownAddress>(addresses_.query(), [](Rows& rows, KnownAddress& address) {
        rows.read(address.device);
        rows.read(address.endpoint.address.bytes);
        rows.read(address.endpoint.address.scope);
        rows.read(address.endpoint.port);
        rows.read(address.worked);
    });
}

Result<void> SqliteAddresses::put_address(const KnownAddress& address) {
    EARSHOT_CHECK(put_address_.run(address.device, address.endpoint.address.bytes,
                                   address.endpoint.address.scope, address.endpoint.port,
                                   address.worked));
    return trim_addresses_.run(address.device, limits::addresses_per_candidate_max);
}

Result<std::vector<std::string>> SqliteAddresses::seeds() {
    return all_rows<std::string>(seeds_.query(),
                                 [](Rows& rows, std::string& seed) { rows.read(seed); });
}

Result<void> SqliteAddresses::add_seed(std::string_view seed) {
    const auto put = [&](Statement& statement) { return statement.run(seed); };
    return put_bounded(change_seed_, add_seed_, count_seeds_, limits::seeds_max, put);
}

Result<void> SqliteAddresses::remove_seed(std::string_view seed) {
    EARSHOT_CHECK(remove_seed_.run(seed));
    if (remove_seed_.changes() == 0) return Error{ErrorKind::not_found, "there is no such seed"};
    return {};
}

}  // namespace earshot::store
