#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/conversation/conversation_book.hpp"
#include "core/conversation/read_mark.hpp"
#include "core/delivery/outbox.hpp"
#include "core/identity/contact_book.hpp"

/// Tells contacts how far we have read what they wrote: one mark a conversation, the newest, which
/// takes the place of one that still waits; at most one each limits::read_mark_interval. Not
/// thread-safe; everything in `Places` outlives it.
namespace earshot::conversation {

class OwnMarks {
public:
    struct Places {
        store::MessageStore& messages;
        identity::ContactBook& people;
        delivery::Outbox& outbox;
        ConversationBook& book;
    };
    OwnMarks(const PersonId& own, const Places& places) : own_(own), places_(places) {}
    /// Which marks wait, after the book was loaded.
    void load(Instant now);

    enum class Telling {
        yes,
        later,  ///< Nobody is to know that we are here: when that is over.
        no,     ///< And what waits is taken back.
    };
    Result<void> set_telling(Telling telling, Instant now);

    /// The row's `read` moved on, or what came late was read.
    void on_read(store::Conversation& row, Instant now);
    /// They are a contact now.
    void on_accepted(const store::Conversation& row, Instant now);
    /// The conversation, or the person, goes.
    Result<void> on_removed(store::Conversation& row);
    /// Theirs was the last word on a mark.
    void on_answered(const MessageId& id);

    /// Sends what is due.
    Result<void> on_turn_end(Now now);
    std::optional<Instant> next_deadline() const;

    std::size_t waiting() const { return waiting_.size(); }
    /// What waits for somebody has changed.
    struct Change {
        PersonId to;
        std::optional<MessageId> withdrawn{};  ///< A mark that is not to be sent any more.
    };
    std::vector<Change> take_changes() { return std::exchange(changes_, {}); }

private:
    bool may_tell(const store::Conversation& row) const;
    Result<void> tell(store::Conversation& row, Now now);
    Result<std::optional<ReadMark>> mark_of(const store::Conversation& row) const;
    Result<void> withdraw(store::Conversation& row);

    PersonId own_;
    Places places_;
    Telling telling_ = Telling::yes;
    std::map<ConversationId, Instant> due_;
    std::map<ConversationId, Instant> told_;       ///< Lately.
    std::map<MessageId, ConversationId> waiting_;  ///< In the outbox; one a conversation.
    std::vector<Change> changes_;
};

}  // namespace earshot::conversation
