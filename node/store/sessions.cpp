#include "node/store/sessions.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {

Result<std::vector<SessionRow>> SqliteSessions::sessions_of(const DeviceId& device) {
    return all_rows<SessionRow>(of_.query(device), [](Rows& rows, SessionRow& session) {
        rows.read(session.device);
        rows.read(session.id);
        rows.read(session.state);
    });
}

Result<std::optional<DeviceId>> SqliteSessions::find_session(const SessionId& id) {
    return first_row<DeviceId>(find_.query(id),
                               [](Rows& rows, DeviceId& device) { rows.read(device); });
}

Result<void> SqliteSessions::put_session(const SessionRow& session) {
    return put_.run(session.device, session.id, session.state);
}

Result<void> SqliteSessions::remove_session(const DeviceId& device, const SessionId& id) {
    return remove_.run(device, id);
}

Result<std::vector<PrekeyRow>> SqliteSessions::prekeys() {
    return all_rows<PrekeyRow>(prekeys_.query(), [](Rows& rows, PrekeyRow& prekey) {
        rows.read(prekey.id);
        rows.read(prekey.reserved_for);
        rows.read(prekey.keys);
        rows.read(prekey.made);
    });
}

Result<void> SqliteSessions::put_prekey(const PrekeyRow& prekey) {
    return put_prekey_.run(prekey.id, prekey.reserved_for, prekey.keys, prekey.made);
}

Result<void> SqliteSessions::remove_prekey(std::uint32_t id) {
    EARSHOT_CHECK(remove_prekey_.run(id));
    return remove_firsts_.run(id);
}

Result<std::optional<Bytes>> SqliteSessions::find_peer_keys(const DeviceId& device) {
    return first_row<Bytes>(peer_keys_.query(device),
                            [](Rows& rows, Bytes& keys) { rows.read(keys); });
}

Result<void> SqliteSessions::put_peer_keys(const DeviceId& device, const Bytes& keys) {
    return put_peer_keys_.run(device, keys);
}

Result<bool> SqliteSessions::is_first_seen(const std::array<std::byte, 32>& first) {
    EARSHOT_TRY(auto rows, first_.query(first));
    return rows.next();
}

Result<void> SqliteSessions::mark_first_seen(const std::array<std::byte, 32>& first,
                                             std::uint32_t prekey) {
    EARSHOT_TRY(const auto marks, first_row<std::uint64_t>(
                                      count_firsts_.query(),
                                      [](Rows& rows, std::uint64_t& count) { rows.read(count); }));
    if (marks.value_or(0) >= limits::first_marks_max)
        return Error{ErrorKind::too_large, "the table is full"};
    return mark_first_.run(first, prekey);
}

Result<void> SqliteSessions::forget_device(const DeviceId& device) {
    EARSHOT_CHECK(forget_sessions_.run(device));
    EARSHOT_CHECK(forget_prekeys_.run(device));
    return forget_peer_keys_.run(device);
}

}  // namespace earshot::store
