#pragma once

#include "core/store/session_store.hpp"
#include "crypto/entropy.hpp"
#include "node/store/keys_format.hpp"

/// Keys of messages as they lie on the disk: each row sealed with the data key, for its place. What
/// was sealed with another key, or stood in another row, is `io`.
namespace earshot::store {

class SealedSessions final : public SessionStore {
public:
    /// References outlive this.
    SealedSessions(SessionStore& rows, DataKey key, crypto::Entropy& entropy)
        : rows_(rows), key_(std::move(key)), entropy_(entropy) {}

    Result<std::vector<SessionRow>> sessions_of(const DeviceId& device) override;
    Result<std::optional<DeviceId>> find_session(const SessionId& id) override;
    Result<void> put_session(const SessionRow& session) override;
    Result<void> remove_session(const DeviceId& device, const SessionId& id) override;
    Result<std::vector<PrekeyRow>> prekeys() override;
    Result<void> put_prekey(const PrekeyRow& prekey) override;
    Result<void> remove_prekey(std::uint32_t id) override;
    Result<std::optional<Bytes>> find_peer_keys(const DeviceId& device) override;
    Result<void> put_peer_keys(const DeviceId& device, const Bytes& keys) override;
    Result<bool> is_first_seen(const std::array<std::byte, 32>& first) override;
    Result<void> mark_first_seen(const std::array<std::byte, 32>& first,
                                 std::uint32_t prekey) override;
    Result<void> forget_device(const DeviceId& device) override;

private:
    Bytes seal(ByteView place, ByteView plain);
    Result<Bytes> open(ByteView place, ByteView sealed) const;

    SessionStore& rows_;
    DataKey key_;
    crypto::Entropy& entropy_;
};

}  // namespace earshot::store
