#pragma once

#include "core/base/ids.hpp"
#include "crypto/sign.hpp"

/// How identifiers are computed: labelled SHA-256, so that nobody can choose one.
/// docs/PROTOCOL.md, "Identifiers".
namespace earshot::identity {

PersonId person_id(const crypto::SignPublicKey& account);
DeviceId device_id(const crypto::SignPublicKey& device);  ///< The first 16 bytes of the hash.

/// Of two people, the same whoever asks; also of one person with herself.
ConversationId direct_conversation_id(const crypto::SignPublicKey& one,
                                      const crypto::SignPublicKey& other);

/// `content` is the exact encoding of everything in the message, its nonce and clock included.
MessageId message_id(ByteView content);

/// `signed_card` is the whole card as it travels, signature included.
CardHash card_hash(ByteView signed_card);

}  // namespace earshot::identity
