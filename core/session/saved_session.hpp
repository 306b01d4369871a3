#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/session/sealed_message.hpp"
#include "crypto/ratchet/session.hpp"

/// One session with one device, and its form in the store, which is read as hostile.
namespace earshot::session {

struct Session {
    crypto::ratchet::Session ratchet;
    bool is_ours = false;  ///< We began it.
    /// Went along with all messages until now: it is not known that the other side has the session.
    std::optional<FirstHeader> first;
    bool is_given_up = false;    ///< They could not open it: nothing more is sent with it.
    std::uint64_t received = 0;  ///< Counted over the device's sessions: which was last heard on.
    WallTime used{};

    const crypto::SessionId& id() const { return ratchet.state().id; }
    bool can_send() const { return !is_given_up && ratchet.can_encrypt(); }
};

Bytes encode_session(const Session& session);
/// `malformed`.
Result<Session> decode_session(ByteView bytes);

}  // namespace earshot::session
