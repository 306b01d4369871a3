#include "core/session/peer_keys.hpp"

#include <algorithm>

#include "core/base/limits.hpp"
#include "core/wire/archive.hpp"

namespace earshot::session {
namespace {

/// As many as can be under way at one time, and then some.
constexpr std::size_t used_kept = 4 * limits::one_time_keys_reserved;

}  // namespace

bool PeerKeys::is_usable(WallTime now) const {
    return prekey.id != 0 && now - learned <= limits::prekey_usable;
}

std::optional<Prekey> PeerKeys::take_one_time() {
    if (one_time.empty()) return std::nullopt;
    const auto taken = one_time.back();
    one_time.pop_back();
    if (used.size() >= used_kept) used.erase(used.begin());
    used.push_back(taken.id);
    return taken;
}

void PeerKeys::learn(const PrekeysFrame& frame, const identity::Certificate& certificate,
                     WallTime now) {
    account = certificate.account;
    identity_dh = certificate.identity_dh;
    // A clock that was ahead must not make a key usable for ever; and what its owner still gives
    // out it still holds.
    if (prekey != frame.prekey || learned > now || !is_usable(now)) learned = encodable(now);
    prekey = frame.prekey;
    one_time = frame.one_time;
    std::erase_if(one_time,
                  [&](const Prekey& key) { return std::ranges::find(used, key.id) != used.end(); });
    if (frame.card) card = frame.card;
}

Bytes encode_peer_keys(const PeerKeys& keys) { return wire::encode(keys); }

Result<PeerKeys> decode_peer_keys(ByteView bytes) { return wire::decode<PeerKeys>(bytes); }

}  // namespace earshot::session
