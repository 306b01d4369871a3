#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/session/prekey_card.hpp"
#include "core/store/session_store.hpp"
#include "crypto/agree.hpp"
#include "crypto/entropy.hpp"
#include "crypto/secret.hpp"

/// The private parts of the keys that others begin sessions with us by: a signed prekey, new every
/// week and destroyed after thirty days, and one-time keys, each reserved for one device and
/// destroyed when it was used. Kept in memory and written through. docs/PROTOCOL.md, "Prekeys".
/// Not thread-safe; store and entropy outlive it.
namespace earshot::session {

class OwnPrekeys {
public:
    OwnPrekeys(store::SessionStore& store, crypto::Entropy& entropy)
        : store_(store), entropy_(entropy) {}
    /// Before anything else; makes a first signed prekey where there is none.
    Result<void> load(Now now);

    struct Signed {
        std::uint32_t id = 0;
        crypto::AgreeKeyPair prekey;
        crypto::AgreeKeyPair sealing;
        MailboxId mailbox;
        std::uint64_t seq = 0;  ///< Of the card that tells of it: only ever rises.
        WallTime made{};

        Prekey offered() const { return {id, prekey.public_key()}; }
    };
    /// What others are given now.
    const Signed& current() const;
    /// Also one that was given before; nullptr when it is destroyed.
    const Signed* find(std::uint32_t id) const;

    /// The unused keys that are meant for a device, made where they are missing.
    Result<std::vector<Prekey>> reserve(const DeviceId& device, WallTime now);
    /// Nothing when it was used, or is for another device.
    std::optional<crypto::AgreeKeyPair> find_one_time(std::uint32_t id,
                                                      const DeviceId& device) const;
    /// A session began with it: it is destroyed.
    Result<void> use_one_time(std::uint32_t id);
    /// Those of a device, at once.
    void forget(const DeviceId& device);

    /// Makes a new key when it is time, and destroys what is too old. True: others should be given
    /// the new one.
    Result<bool> on_time(Now now);
    Instant next_deadline() const { return look_at_; }

private:
    using OneTimeSecret = crypto::Secret<struct OneTimeSecretTag>;
    struct OneTime {
        DeviceId reserved_for;
        OneTimeSecret secret;
        WallTime made{};
    };

    Result<void> take(store::PrekeyRow row, WallTime now);
    Result<void> make_signed(WallTime now);
    Result<void> destroy_old(WallTime now);
    std::uint32_t new_id();
    std::uint64_t next_seq(WallTime now) const;
    void plan(Now now);

    store::SessionStore& store_;
    crypto::Entropy& entropy_;
    std::map<std::uint32_t, Signed> signed_;
    std::uint32_t current_ = 0;
    std::map<std::uint32_t, OneTime> one_time_;
    std::map<DeviceId, std::vector<std::uint32_t>> reserved_;
    WallTime due_{};  ///< For the next signed prekey.
    Instant look_at_{};
};

}  // namespace earshot::session
