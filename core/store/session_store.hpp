#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

/// What core/session asks of storage: the keys that messages are sealed with. All of it is secret
/// and none of it belongs into a backup. Rules of all stores: core/store/store.hpp.
namespace earshot::store {

using SessionId = std::array<std::byte, 8>;

/// A session with one device. `state` holds keys and is opaque here.
struct SessionRow {
    DeviceId device{};
    SessionId id{};
    Bytes state{};

    friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

/// The private part of a key of ours that others were given.
struct PrekeyRow {
    std::uint32_t id = 0;                    ///< Random.
    std::optional<DeviceId> reserved_for{};  ///< A one-time key for this device; else a signed one.
    Bytes keys{};
    WallTime made{};

    friend bool operator==(const PrekeyRow&, const PrekeyRow&) = default;
};

class SessionStore {
public:
    virtual ~SessionStore() = default;
    /// By id.
    virtual Result<std::vector<SessionRow>> sessions_of(const DeviceId& device) = 0;
    /// Whose it is; nothing when it is not known.
    virtual Result<std::optional<DeviceId>> find_session(const SessionId& id) = 0;
    virtual Result<void> put_session(const SessionRow& session) = 0;
    virtual Result<void> remove_session(const DeviceId& device, const SessionId& id) = 0;

    virtual Result<std::vector<PrekeyRow>> prekeys() = 0;  ///< By id.
    virtual Result<void> put_prekey(const PrekeyRow& prekey) = 0;
    /// With a signed one go the marks of the first messages that used it.
    virtual Result<void> remove_prekey(std::uint32_t id) = 0;

    /// What a device gave us to begin sessions with, opaque.
    virtual Result<std::optional<Bytes>> find_peer_keys(const DeviceId& device) = 0;
    virtual Result<void> put_peer_keys(const DeviceId& device, const Bytes& keys) = 0;

    /// First messages, by a hash of what began their session.
    virtual Result<bool> is_first_seen(const std::array<std::byte, 32>& first) = 0;
    /// `too_large`: there are limits::first_marks_max.
    virtual Result<void> mark_first_seen(const std::array<std::byte, 32>& first,
                                         std::uint32_t prekey) = 0;
    /// Everything of a device: it is to begin anew.
    virtual Result<void> forget_device(const DeviceId& device) = 0;
};

}  // namespace earshot::store
