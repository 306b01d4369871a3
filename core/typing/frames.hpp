#pragma once

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/wire/extensions.hpp"

/// The frame that says that somebody writes, or has stopped (docs/PROTOCOL.md, "Typing"). It lives
/// on a link and nowhere else: nobody keeps, carries or repeats it.
namespace earshot::typing {

inline constexpr std::uint8_t typing_frame = 0x70;

struct TypingFrame {
    ConversationId conversation;
    bool is_active = false;
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(conversation, is_active, extensions);
    }
    friend bool operator==(const TypingFrame&, const TypingFrame&) = default;
};

}  // namespace earshot::typing
