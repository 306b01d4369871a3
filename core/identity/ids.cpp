#include "core/identity/ids.hpp"

#include <algorithm>

#include "crypto/hash.hpp"

namespace earshot::identity {

PersonId person_id(const crypto::SignPublicKey& account) {
    return {crypto::labelled_hash("earshot1 person id", {account.bytes})};
}

DeviceId device_id(const crypto::SignPublicKey& device) {
    const auto digest = crypto::labelled_hash("earshot1 device id", {device.bytes});
    return DeviceId::from_view(ByteView{digest}.first(DeviceId::size));
}

ConversationId direct_conversation_id(const crypto::SignPublicKey& one,
                                      const crypto::SignPublicKey& other) {
    const auto& [lower, higher] = std::minmax(one, other);
    return {crypto::labelled_hash("earshot1 direct conversation", {lower.bytes, higher.bytes})};
}

MessageId message_id(ByteView content) {
    return {crypto::labelled_hash("earshot1 message id", {content})};
}

CardHash card_hash(ByteView signed_card) {
    return {crypto::labelled_hash("earshot1 card hash", {signed_card})};
}

}  // namespace earshot::identity
