#include "core/store/memory_sessions.hpp"

#include "core/base/limits.hpp"

namespace earshot::store {

Result<std::vector<SessionRow>> MemorySessions::sessions_of(const DeviceId& device) {
    std::vector<SessionRow> found;
    const auto& rows = sessions_.rows();
    for (auto row = rows.lower_bound({device, {}}); row != rows.end() && row->first.first == device;
         ++row)
        found.push_back({device, row->first.second, row->second});
    return found;
}

Result<std::optional<DeviceId>> MemorySessions::find_session(const SessionId& id) {
    const auto* device = owners_.find(id);
    return device == nullptr ? std::optional<DeviceId>{} : *device;
}

Result<void> MemorySessions::put_session(const SessionRow& session) {
    EARSHOT_CHECK(turn_.allow_write());
    sessions_.put({session.device, session.id}, session.state);
    owners_.put(session.id, session.device);
    return {};
}

Result<void> MemorySessions::remove_session(const DeviceId& device, const SessionId& id) {
    EARSHOT_CHECK(turn_.allow_write());
    if (sessions_.erase({device, id})) owners_.erase(id);
    return {};
}

Result<std::vector<PrekeyRow>> MemorySessions::prekeys() {
    std::vector<PrekeyRow> found;
    for (const auto& [id, row] : prekeys_.rows()) found.push_back(row);
    return found;
}

Result<void> MemorySessions::put_prekey(const PrekeyRow& prekey) {
    EARSHOT_CHECK(turn_.allow_write());
    prekeys_.put(prekey.id, prekey);
    return {};
}

Result<void> MemorySessions::remove_prekey(std::uint32_t id) {
    EARSHOT_CHECK(turn_.allow_write());
    prekeys_.erase(id);
    std::vector<std::array<std::byte, 32>> gone;
    for (const auto& [first, prekey] : firsts_.rows())
        if (prekey == id) gone.push_back(first);
    for (const auto& first : gone) firsts_.erase(first);
    return {};
}

Result<std::optional<Bytes>> MemorySessions::find_peer_keys(const DeviceId& device) {
    const auto* keys = peer_keys_.find(device);
    return keys == nullptr ? std::optional<Bytes>{} : *keys;
}

Result<void> MemorySessions::put_peer_keys(const DeviceId& device, const Bytes& keys) {
    EARSHOT_CHECK(turn_.allow_write());
    peer_keys_.put(device, keys);
    return {};
}

Result<bool> MemorySessions::is_first_seen(const std::array<std::byte, 32>& first) {
    return firsts_.find(first) != nullptr;
}

Result<void> MemorySessions::mark_first_seen(const std::array<std::byte, 32>& first,
                                             std::uint32_t prekey) {
    if (firsts_.rows().size() >= limits::first_marks_max)
        return Error{ErrorKind::too_large, "the table is full"};
    EARSHOT_CHECK(turn_.allow_write());
    firsts_.put(first, prekey);
    return {};
}

Result<void> MemorySessions::forget_device(const DeviceId& device) {
    EARSHOT_TRY(const auto sessions, sessions_of(device));
    EARSHOT_CHECK(turn_.allow_write());
    for (const auto& session : sessions) EARSHOT_CHECK(remove_session(device, session.id));
    peer_keys_.erase(device);
    std::vector<std::uint32_t> reserved;
    for (const auto& [id, row] : prekeys_.rows())
        if (row.reserved_for == device) reserved.push_back(id);
    for (const auto id : reserved) prekeys_.erase(id);
    return {};
}

}  // namespace earshot::store
