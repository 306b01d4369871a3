#include "node/store/inbox.hpp"

namespace earshot::store {

Result<bool> SqliteInbox::is_seen(const DeviceId& from, const MessageId& id) {
    EARSHOT_TRY(auto rows, is_seen_.query(from, id));
    return rows.next();
}

Result<void> SqliteInbox::mark_seen(const DeviceId& from, const MessageId& id, WallTime now) {
    return mark_seen_.run(from, id, now);
}

}  // namespace earshot::store
