#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/base/result.hpp"
#include "crypto/aead.hpp"

/// The keyring of the desktop's session, as the Secret Service of freedesktop.org: it keeps a few
/// keys for us, and opens when its owner logs in.
namespace earshot::secrets {

/// Names one key. Chosen by us, at random; no secret.
using ItemId = std::array<std::byte, 16>;

/// Whether a keyring that is locked may ask its owner to open it.
enum class Asking : std::uint8_t { allowed, forbidden };

/// What is seen of a key by who asks nobody.
enum class Sight : std::uint8_t {
    there,
    lost,    ///< All of the keyring is open, and it does not have the key.
    locked,  ///< A part of the keyring is, which may have the key.
    absent,  ///< There is no keyring.
    silent,  ///< It does not answer.
};

/// Longest wait for the keyring and for what its owner is asked meanwhile. A service that does not
/// answer at all is given up earlier, by D-Bus after 25 s.
inline constexpr std::chrono::seconds patience{60};
/// Longest wait of onlookers, who ask whether there is a keyring and a key.
inline constexpr std::chrono::seconds presence_patience{2};

/// Everything but `give_up` waits, and so is for a thread that has time. The two of onlookers,
/// `is_there` and `look_at`, wait for `presence_patience` and a second more at most, and may be
/// called, one at a time, while another call waits. Every error is `locked`: there is no keyring,
/// it does not answer, or it stays locked; `what` says which.
class SessionKeyring {
public:
    SessionKeyring() = default;
    SessionKeyring(const SessionKeyring&) = delete;
    SessionKeyring& operator=(const SessionKeyring&) = delete;
    virtual ~SessionKeyring() = default;

    /// Whether there seems to be a keyring: it runs, or the session would start it.
    virtual bool is_there() = 0;

    /// Whether it has a key, as far as can be told without opening anything. It may be started.
    virtual Sight look_at(const ItemId& id) = 0;

    /// Keeps the key under a new name, in what stays when the session ends.
    virtual Result<void> store(const ItemId& id, const crypto::SealKey& key) = 0;

    virtual Result<crypto::SealKey> look_up(const ItemId& id, Asking asking) = 0;

    /// No error when it was not there. Asks nobody: what is locked stays.
    virtual Result<void> forget(const ItemId& id) = 0;

    /// Ends every call that waits, and those to come, with an error. Any thread.
    virtual void give_up() noexcept = 0;
};

/// The one of this process's session. Where Earshot was built without libsecret, none is ever
/// there. Connects to nothing yet.
std::unique_ptr<SessionKeyring> open_session_keyring();

}  // namespace earshot::secrets
