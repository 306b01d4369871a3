#include "node/store/sealed_sessions.hpp"

namespace earshot::store {
namespace {

/// Which table and row: nothing opens anywhere else.
Bytes place(std::string_view table, ByteView one, ByteView other = {}) {
    auto bytes = to_bytes(bytes_of(table));
    bytes.push_back(std::byte{0});
    append(bytes, one);
    append(bytes, other);
    return bytes;
}

Bytes place_of(const SessionRow& session) {
    return place("session", session.device.view(), session.id);
}

Bytes place_of(const PrekeyRow& prekey) {
    Bytes id;
    append_u32(id, prekey.id);
    return place("prekey", id, prekey.reserved_for ? prekey.reserved_for->view() : ByteView{});
}

Bytes place_of_peer(const DeviceId& device) { return place("peer_keys", device.view()); }

}  // namespace

Bytes SealedSessions::seal(ByteView place, ByteView plain) {
    return crypto::seal(key_, place, plain, entropy_);
}

Result<Bytes> SealedSessions::open(ByteView place, ByteView sealed) const {
    auto plain = crypto::open(key_, place, sealed);
    if (!plain) return Error{ErrorKind::io, "a stored key was sealed with another data key"};
    return *std::move(plain);
}

Result<std::vector<SessionRow>> SealedSessions::sessions_of(const DeviceId& device) {
    EARSHOT_TRY(auto sessions, rows_.sessions_of(device));
    for (auto& session : sessions) {
        EARSHOT_TRY(session.state, open(place_of(session), session.state));
    }
    return sessions;
}

Result<std::optional<DeviceId>> SealedSessions::find_session(const SessionId& id) {
    return rows_.find_session(id);
}

Result<void> SealedSessions::put_session(const SessionRow& session) {
    return rows_.put_session({session.device, session.id, seal(place_of(session), session.state)});
}

Result<void> SealedSessions::remove_session(const DeviceId& device, const SessionId& id) {
    return rows_.remove_session(device, id);
}

Result<std::vector<PrekeyRow>> SealedSessions::prekeys() {
    EARSHOT_TRY(auto prekeys, rows_.prekeys());
    for (auto& prekey : prekeys) {
        EARSHOT_TRY(prekey.keys, open(place_of(prekey), prekey.keys));
    }
    return prekeys;
}

Result<void> SealedSessions::put_prekey(const PrekeyRow& prekey) {
    return rows_.put_prekey(
        {prekey.id, prekey.reserved_for, seal(place_of(prekey), prekey.keys), prekey.made});
}

Result<void> SealedSessions::remove_prekey(std::uint32_t id) { return rows_.remove_prekey(id); }

Result<std::optional<Bytes>> SealedSessions::find_peer_keys(const DeviceId& device) {
    EARSHOT_TRY(auto keys, rows_.find_peer_keys(device));
    if (!keys) return keys;
    EARSHOT_TRY(*keys, open(place_of_peer(device), *keys));
    return keys;
}

Result<void> SealedSessions::put_peer_keys(const DeviceId& device, const Bytes& keys) {
    return rows_.put_peer_keys(device, seal(place_of_peer(device), keys));
}

Result<bool> SealedSessions::is_first_seen(const std::array<std::byte, 32>& first) {
    return rows_.is_first_seen(first);
}

Result<void> SealedSessions::mark_first_seen(const std::array<std::byte, 32>& first,
                                             std::uint32_t prekey) {
    return rows_.mark_first_seen(first, prekey);
}

Result<void> SealedSessions::forget_device(const DeviceId& device) {
    return rows_.forget_device(device);
}

}  // namespace earshot::store
