#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/identity/certificate.hpp"
#include "core/session/frames.hpp"
#include "crypto/agree.hpp"
#include "crypto/sign.hpp"

/// What a device gave us to begin sessions with it, also while it is away.
namespace earshot::session {

struct PeerKeys {
    std::uint8_t version = 1;
    crypto::SignPublicKey account;
    crypto::AgreePublicKey identity_dh;
    Prekey prekey;                    ///< Id 0: none that it is still known to hold.
    WallTime learned{};               ///< When this prekey was first seen, by our clock.
    std::vector<Prekey> one_time;     ///< Unused.
    std::vector<std::uint32_t> used;  ///< Newest last: they may be offered again before it knows.
    std::optional<SignedPrekeyCard> card;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, account, identity_dh, prekey, learned, one_time, used, card);
    }
    friend bool operator==(const PeerKeys&, const PeerKeys&) = default;

    /// Whether its owner will still hold the private part when a message arrives.
    bool is_usable(WallTime now) const;
    /// Takes a one-time key off the list; nothing when there is none.
    std::optional<Prekey> take_one_time();
    /// Precondition: `card` of the frame was checked, or is absent.
    void learn(const PrekeysFrame& frame, const identity::Certificate& certificate, WallTime now);
};
constexpr bool is_valid(const PeerKeys& keys) { return keys.version == 1; }

Bytes encode_peer_keys(const PeerKeys& keys);
/// `malformed`.
Result<PeerKeys> decode_peer_keys(ByteView bytes);

}  // namespace earshot::session
