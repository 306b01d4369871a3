#pragma once

#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/session/sealed_message.hpp"
#include "crypto/ratchet/session.hpp"

/// How a message was sealed, so that sending it again repeats it byte for byte: a hundred bytes to
/// keep instead of the padded message. As secret as the message.
namespace earshot::session {

struct Recipe {
    crypto::ratchet::KeyedHeader keyed;
    std::optional<FirstHeader> first;

    crypto::SessionId session() const;
};

Bytes encode(const Recipe& recipe);
/// `malformed`.
Result<Recipe> decode_recipe(ByteView bytes);

}  // namespace earshot::session
