#pragma once

#include "core/conversation/content.hpp"
#include "core/identity/identity.hpp"
#include "core/identity/ids.hpp"
#include "core/wire/archive.hpp"

namespace earshot::support {

/// A text of one person to another, as the author's computer would encode it.
inline Bytes text_payload(const identity::LocalIdentity& from, const identity::LocalIdentity& to,
                          std::string_view text, std::uint64_t number = 1) {
    conversation::Content content;
    content.conversation =
        identity::direct_conversation_id(from.certificate().account, to.certificate().account);
    content.author = from.person();
    content.recipient = to.person();
    content.hlc = content.author_seq = number;
    content.body = text;
    return wire::encode(content);
}

}  // namespace earshot::support
