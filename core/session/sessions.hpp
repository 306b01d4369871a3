#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/ids.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/delivery/sealing.hpp"
#include "core/identity/contact_book.hpp"
#include "core/identity/identity.hpp"
#include "core/session/own_prekeys.hpp"
#include "core/session/peer_keys.hpp"
#include "core/session/saved_session.hpp"
#include "core/store/session_store.hpp"
#include "crypto/entropy.hpp"
#include "crypto/signatures.hpp"

/// The sessions that messages are sealed in, one device with one device, and the keys to begin new
/// ones: which is used, when one begins, and which are kept to read what comes late. What was done
/// counts once the turn is committed: `flush` puts it into the turn's transaction, and nothing that
/// was sealed leaves before. docs/PROTOCOL.md, "Sessions". Not thread-safe.
namespace earshot::session {

class Sessions final : public delivery::Sealing {
public:
    /// References outlive this.
    struct Places {
        const identity::LocalIdentity& identity;
        const identity::ContactBook& people;
        const crypto::Signatures& signatures;
        store::SessionStore& store;
        crypto::Entropy& entropy;
    };
    explicit Sessions(const Places& places) : places_(places), own_(places.store, places.entropy) {}
    /// Before anything else.
    Result<void> load(Now now);

    Result<std::optional<Sealed>> seal(const DeviceId& to, std::uint16_t kind, ByteView payload,
                                       Now now) override;
    Result<std::optional<Bytes>> repeat(const DeviceId& to, ByteView recipe, std::uint16_t kind,
                                        ByteView payload) override;
    delivery::SealTag tag_of(ByteView sealed) const override;
    Result<std::optional<Opened>> open(const DeviceId& from, ByteView sealed, Now now) override {
        return unseal({from, true}, sealed, now);
    }
    Result<void> on_opened(const DeviceId& by, delivery::SealTag which) override;
    Result<void> on_unopenable(const DeviceId& by, delivery::SealTag which) override;

    // A message that did not come on a link.
    /// Who wrote it, as it says itself: opening it proves that. Nothing when it does not say so.
    Result<std::optional<DeviceId>> author_of(ByteView sealed) const;
    /// As `open`; how many are looked at is the caller's matter. Somebody who was never met could
    /// not have written it.
    Result<std::optional<Opened>> open_carried(const DeviceId& author, ByteView sealed, Now now) {
        return unseal({author, false}, sealed, now);
    }

    /// Our keys for this device. Contacts are given the signed card as well.
    Result<Bytes> prekeys_for(const DeviceId& device, bool is_contact, Now now);
    /// False when the frame is not one: the link must end.
    Result<bool> on_prekeys(const identity::Certificate& from, ByteView frame, Now now);
    /// Who should be given new one-time keys, since they used one; once.
    std::set<DeviceId> take_used() { return std::exchange(used_, {}); }
    /// What a device gave us; nothing when it gave nothing.
    Result<std::optional<PrekeyCard>> card_of(const DeviceId& device);
    /// The same, while its owner will still hold the keys in it when a message arrives.
    Result<std::optional<PrekeyCard>> usable_card_of(const DeviceId& device, WallTime now);
    const OwnPrekeys& own_prekeys() const { return own_; }

    /// Whatever we have in common with a device, keys and all.
    Result<void> forget(const DeviceId& device);

    /// Renews and destroys keys, of a few devices at a time. True: contacts should be given our
    /// new prekey.
    Result<bool> on_time(Now now);
    std::optional<Instant> next_deadline() const {
        return std::min(own_.next_deadline(), look_at_);
    }
    /// Into the store, before the turn's commit.
    Result<void> flush();

private:
    struct Correspondent {
        std::vector<Session> sessions;
        std::optional<PeerKeys> keys;
        std::optional<Budget> firsts;
    };

    Result<Correspondent*> find(const DeviceId& device);
    Session* choose(Correspondent& with, const DeviceId& device) const;
    static Session* find_session(Correspondent& with, const crypto::SessionId& id);
    Result<Session*> begin(Correspondent& with, const DeviceId& device, Now now);
    Result<Session*> add(Correspondent& with, const DeviceId& device, Session session, Now now);
    std::optional<Opened> decrypt(Session& session, Correspondent& with, ByteView message, Now now);
    struct Origin {
        const DeviceId& device;
        bool is_proven = false;  ///< By the link that it came on.
    };
    Result<std::optional<Opened>> unseal(const Origin& from, ByteView sealed, Now now);
    Result<std::optional<Opened>> answer(const Origin& from,
                                         const identity::Certificate& certificate,
                                         const SealedMessage& sealed, Now now);
    Result<std::optional<DeviceId>> owner_of(const crypto::SessionId& id) const;
    Result<void> keep_keys(const DeviceId& device, const Correspondent& with);
    Result<void> forget_skipped(Now now);
    Result<void> forget_skipped_of(const DeviceId& device, std::uint64_t now_seconds);

    Places places_;
    OwnPrekeys own_;
    std::map<DeviceId, Correspondent> with_;
    std::set<std::pair<DeviceId, crypto::SessionId>> changed_;
    std::set<DeviceId> used_;
    Instant look_at_{};                  ///< For keys of messages that never came;
    std::optional<DeviceId> looked_at_;  ///< so far, of all devices by their ids.
};

}  // namespace earshot::session
