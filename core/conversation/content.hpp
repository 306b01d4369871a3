#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/wire/extensions.hpp"

/// What is inside a conversation's payload. Its exact encoding is hashed to the message's id, so
/// the id covers everything that was said, to whom, after what. docs/PROTOCOL.md, "Messages".
namespace earshot::conversation {

/// Sent and stored: never renumber. A kind that a peer does not know is answered `unsupported`.
inline constexpr std::uint16_t text_content = 1;

struct Content {
    std::uint8_t version = 1;
    ConversationId conversation;
    PersonId author;
    PersonId recipient;
    std::array<std::byte, 16> nonce{};  ///< Random: equal texts have different ids.
    std::uint64_t hlc = 0;
    std::uint64_t author_seq = 0;    ///< 1, 2, 3 … : a gap can be seen.
    std::optional<MessageId> after;  ///< The newest message of the other side the author had.
    WallTime sent{};                 ///< By the author's clock; for people only.
    std::uint16_t kind = text_content;
    std::string body;  ///< UTF-8, at most limits::text_bytes_max.
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, conversation, author, recipient, nonce, hlc, author_seq, after, sent, kind,
                body, extensions);
    }
    friend bool operator==(const Content&, const Content&) = default;
};
/// A version above 1 would be an incompatible format; newer things travel in `extensions`.
constexpr bool is_valid(const Content& content) { return content.version == 1; }

}  // namespace earshot::conversation
