#pragma once

#include "core/store/rows.hpp"
#include "node/store/statement.hpp"

/// The columns of a message `m` in a conversation `c`, in the order in which statements select
/// them.
#define EARSHOT_MESSAGE_COLUMNS \
    "m.id, c.id, author, hlc, author_seq, sent, stored, state, source, route, m.text"

namespace earshot::store {

inline void read_origin(Rows& rows, std::optional<Origin>& origin) {
    std::optional<DeviceId> source;
    rows.read(source);
    Origin known{.device = source.value_or(DeviceId{})};
    rows.read(known.route, Route::direct, Route::carried);
    if (source) origin = known;
}

inline void read_message(Rows& rows, Message& message) {
    Ordered hlc;
    rows.read(message.id);
    rows.read(message.conversation);
    rows.read(message.author);
    rows.read(hlc);
    rows.read(message.author_seq);
    rows.read(message.sent);
    rows.read(message.stored);
    rows.read(message.state, MessageState::queued, MessageState::unsupported);
    read_origin(rows, message.origin);
    rows.read(message.text);
    message.hlc = hlc.value;
}

}  // namespace earshot::store
