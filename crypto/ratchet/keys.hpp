#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "crypto/aead.hpp"
#include "crypto/agree.hpp"
#include "crypto/secret.hpp"
#include "crypto/x3dh.hpp"

/// The key derivations of the Double Ratchet (Signal's specification, 5.2). Every key leads to the
/// next and none leads back.
namespace earshot::crypto::ratchet {

using RootKey = Secret<struct RootKeyTag>;
using ChainKey = Secret<struct ChainKeyTag>;
using MessageKey = Secret<struct MessageKeyTag>;
using MessageNonce = std::array<std::byte, 16>;

RootKey first_root(const SessionSecret& secret) noexcept;

struct RootStep {
    RootKey root;
    ChainKey chain;
};
/// Nothing when `peer` is a key that would force the result.
std::optional<RootStep> step(const RootKey& root, const AgreeKeyPair& own,
                             const AgreePublicKey& peer);

struct ChainStep {
    ChainKey next;
    MessageKey message;
};
ChainStep step(const ChainKey& chain);

/// `fresh` is random for each message and travels with it: a computer that was set back to an
/// earlier state repeats its message keys, but never a cipher key with its nonce.
std::pair<AeadKey, AeadNonce> cipher_of(const MessageKey& key, const MessageNonce& fresh);

/// A secret moves and is never copied by accident; these are the places where two are needed.
template <class Key>
Key copy_of(const Key& key) {
    return Key{key.expose()};
}
inline AgreeKeyPair copy_of(const AgreeKeyPair& pair) {
    return AgreeKeyPair::from_secret(pair.expose_secret());
}

}  // namespace earshot::crypto::ratchet
