#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "crypto/agree.hpp"
#include "crypto/secret.hpp"

/// The first secret of two people, of whom one may be away: X3DH (Signal's specification, revision
/// 1) with X25519 and SHA-256. Proves nothing by itself: whose keys these are has to be known from
/// certificates, and what is encrypted under the secret has to name both people, or a stranger
/// could pass a session off as somebody else's (section 4.8 there).
/// docs/PROTOCOL.md, "Sessions".
namespace earshot::crypto {

using SessionSecret = Secret<struct SessionSecretTag>;
using SessionId = std::array<std::byte, 8>;

/// What somebody has published so that sessions can begin without them.
struct Prekeys {
    AgreePublicKey identity;
    AgreePublicKey signed_prekey;
    std::optional<AgreePublicKey> one_time;
};

/// `ephemeral` serves once. Nothing when one of the keys would force a result.
[[nodiscard]] std::optional<SessionSecret> x3dh_initiate(const AgreeKeyPair& identity,
                                                         const AgreeKeyPair& ephemeral,
                                                         const Prekeys& peer);

/// The private parts of what was published. `one_time` is null when none was used.
struct OwnPrekeys {
    const AgreeKeyPair& identity;
    const AgreeKeyPair& signed_prekey;
    const AgreeKeyPair* one_time = nullptr;
};
[[nodiscard]] std::optional<SessionSecret> x3dh_respond(const OwnPrekeys& own,
                                                        const AgreePublicKey& peer_identity,
                                                        const AgreePublicKey& peer_ephemeral);

/// What both ends call the session.
SessionId session_id(const SessionSecret& secret);

}  // namespace earshot::crypto
