#include "node/store/refs.hpp"

namespace earshot::store {

Result<std::optional<RefResult>> SqliteRefs::find_ref(std::string_view ref) {
    return first_row<RefResult>(find_.query(ref), [](Rows& rows, RefResult& result) {
        rows.read(result.request_hash);
        rows.read(result.result);
        rows.read(result.made);
    });
}

Result<void> SqliteRefs::put_ref(std::string_view ref, const RefResult& result) {
    return put_.run(ref, result.request_hash, result.result, result.made);
}

Result<void> SqliteRefs::forget_refs_before(WallTime time) { return forget_.run(time); }

}  // namespace earshot::store
