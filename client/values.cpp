#include "client/values.hpp"

namespace earshot::client {

Presence presence_from(std::string_view text) noexcept {
    if (text == "online") return Presence::online;
    if (text == "away") return Presence::away;
    if (text == "busy") return Presence::busy;
    return text == "offline" ? Presence::offline : Presence::unknown;
}

Standing standing_from(std::string_view text) noexcept {
    if (text == "accepted") return Standing::accepted;
    if (text == "blocked") return Standing::blocked;
    return text == "declined" ? Standing::declined : Standing::stranger;
}

MessageState message_state_from(std::string_view text) noexcept {
    if (text == "queued") return MessageState::queued;
    if (text == "carried") return MessageState::carried;
    if (text == "delivered") return MessageState::delivered;
    if (text == "read") return MessageState::read;
    if (text == "failed") return MessageState::failed;
    if (text == "canceled") return MessageState::canceled;
    return text == "received" ? MessageState::received : MessageState::unknown;
}

int rank_of(MessageState state) noexcept {
    switch (state) {
        case MessageState::unknown: return 0;
        case MessageState::queued: return 1;
        case MessageState::carried: return 2;
        case MessageState::delivered: return 3;
        case MessageState::read: return 4;
        case MessageState::received: return 5;
        case MessageState::failed:
        case MessageState::canceled: return 6;
    }
    return 0;
}

bool may_follow(MessageState now, MessageState next) noexcept {
    // A copy that a carrier has lost makes a carried message a queued one again.
    if (now == MessageState::carried && next == MessageState::queued) return true;
    return rank_of(next) >= rank_of(now);
}

}  // namespace earshot::client
