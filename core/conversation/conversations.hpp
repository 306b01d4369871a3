#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/conversation/content.hpp"
#include "core/conversation/conversation_book.hpp"
#include "core/conversation/focus.hpp"
#include "core/conversation/read_marks.hpp"
#include "core/conversation/unread.hpp"
#include "core/delivery/app.hpp"
#include "core/delivery/outbox.hpp"
#include "core/identity/contact_book.hpp"
#include "core/store/store.hpp"
#include "crypto/entropy.hpp"
#include "crypto/sign.hpp"

/// Direct conversations: texts of ours go into history and outbox together, texts of others into
/// history once, and states change as answers come. Conversation order is causal: everything a
/// person had seen before writing stands before what they wrote. Of somebody who is not accepted
/// one short message is taken, a request, and everything else put off. Not thread-safe; everything
/// in `Places` outlives it.
namespace earshot::conversation {

struct Places {
    store::MessageStore& messages;
    store::EventLog& events;
    identity::ContactBook& people;
    delivery::Outbox& outbox;
    crypto::Entropy& entropy;
    ConversationBook& book;
    ReadMarks& marks;
    const Focus* focus = nullptr;  ///< Null: nobody looks at anything.
};

class Conversations final : public delivery::App {
public:
    /// `own_key` is our account key.
    Conversations(const crypto::SignPublicKey& own_key, const Places& places);
    /// Which requests wait, after the book was loaded. Call it first.
    void load();

    struct Sent {
        MessageId id;
        ConversationId conversation;
    };
    /// `malformed`: empty or not UTF-8. `too_large`: above limits::text_bytes_max. `not_found`:
    /// nobody with this id. `refused`: blocked. `busy`: the outbox is full.
    Result<Sent> send_text(const PersonId& to, std::string_view text, Now now,
                           delivery::Effects& effects);
    /// `not_found` when the message does not wait any more.
    Result<void> cancel(const MessageId& id, Now now, delivery::Effects& effects);

    /// Everything up to this message, or all, is read. `not_found`: there is no such conversation,
    /// or no such message in it.
    Result<void> mark_read(const ConversationId& id, const std::optional<MessageId>& up_to,
                           Now now);

    // requests.cpp
    /// Who is not accepted and wrote; at most limits::requests_max.
    const std::set<PersonId>& requests() const noexcept { return requests_; }
    /// They were blocked: what they wrote asks for nothing any more.
    void drop_request(const PersonId& person) { requests_.erase(person); }
    /// Their request's message is one like any other from now on, and is told as such.
    Result<void> on_accepted(const PersonId& person, Now now, delivery::Effects& effects);
    /// The whole conversation goes. Somebody with whom there is none: fine.
    Result<void> remove(const PersonId& person, Now now, delivery::Effects& effects);
    /// The person goes, what was said stays.
    Result<void> on_forgotten(const PersonId& person);

    /// A message of somebody else's.
    struct Received {
        PersonId author;
        ConversationId conversation;
        MessageId message;
        WallTime sent{};  ///< By their clock.
        bool is_request = false;
    };
    /// What has come since this was called last; once a turn.
    std::vector<Received> take_received() { return std::exchange(received_, {}); }

    bool has_room(const PersonId& from, std::size_t sealed_bytes) const override;
    Result<delivery::Outcome> on_payload(const delivery::Arrival& arrival, Now now,
                                         delivery::Effects& effects) override;
    Result<void> on_answered(const delivery::Answer& answer, Now now,
                             delivery::Effects& effects) override;

    /// Others keep a sealed copy of a message of ours, more of them or fewer, or none does any
    /// more.
    Result<void> on_carried(const MessageId& id, bool is_carried, Now now,
                            delivery::Effects& effects);

    /// `not_found`: nobody with this id.
    Result<ConversationId> conversation_with(const PersonId& person) const;

private:
    Result<store::Conversation*> open(const PersonId& peer, Now now, delivery::Effects& effects);
    Result<void> note_added(store::Conversation& conversation, const store::Message& message,
                            delivery::Effects& effects);
    bool is_acceptable(const Content& content, const delivery::Arrival& arrival,
                       const ConversationId& expected) const;
    Result<void> mark_read(store::Conversation& row, const std::optional<store::Place>& up_to,
                           Now now);
    /// Null: a stranger's, or one that is gone.
    store::Conversation* row_with(const PersonId& person) const;

    crypto::SignPublicKey own_key_;
    PersonId own_;
    Places places_;
    Unread unread_;
    mutable std::map<PersonId, ConversationId> ids_;  ///< As computed: each costs a hash.
    std::set<PersonId> requests_;
    std::vector<Received> received_;
};

}  // namespace earshot::conversation
