#pragma once

#include <cstdint>

#include "core/base/ids.hpp"
#include "core/wire/extensions.hpp"

/// What tells somebody how far their messages were read. A payload of its own, so that it waits for
/// whoever is away as a message does. docs/PROTOCOL.md, "Read marks".
namespace earshot::conversation {

struct ReadMark {
    std::uint8_t version = 1;
    ConversationId conversation;
    PersonId reader;
    PersonId author;          ///< Of what was read: whom this is for.
    MessageId up_to;          ///< Everything of the author's up to here, as it is displayed.
    std::uint64_t since = 0;  ///< From this `author_seq` on, of which none is missing up to there.
    wire::Extensions extensions;

    template <class Archive>
    void serialize(Archive& archive) {
        archive(version, conversation, reader, author, up_to, since, extensions);
    }
    friend bool operator==(const ReadMark&, const ReadMark&) = default;
};
/// Newer things travel in `extensions`. The first message of an author has number 1.
constexpr bool is_valid(const ReadMark& mark) { return mark.version == 1 && mark.since > 0; }

}  // namespace earshot::conversation
