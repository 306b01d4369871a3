#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/budget.hpp"
#include "core/base/bytes.hpp"
#include "core/base/ids.hpp"
#include "core/base/limits.hpp"
#include "core/base/time.hpp"

/// Who is writing right now, here and there. Front ends say again and again that their person
/// writes; the other side hears it at most every limits::typing_repeat, and that it is over once.
/// What is heard is believed for limits::typing_life. Nothing of it is kept. Not thread-safe; holds
/// at most limits::typing_max people of either kind.
namespace earshot::typing {

/// Somebody began to write, or stopped.
struct Change {
    PersonId person;
    ConversationId conversation;
    bool is_active = false;

    friend bool operator==(const Change&, const Change&) = default;
};

class Typing {
public:
    // Our person.
    /// What they do in the conversation with somebody; the frame to send, if that is news.
    std::optional<Bytes> on_typed(const PersonId& to, const ConversationId& conversation,
                                  bool is_active, Instant now);
    /// A message was sent, which says that writing is over better than any frame.
    void on_sent(const PersonId& to) { ours_.erase(to); }
    /// Nobody is to know any more. They believe what they heard last for a while.
    void forget_ours() { ours_.clear(); }

    // Others.
    struct Sender {
        LinkId link{};
        PersonId person;
        ConversationId conversation;  ///< The one that we have with them.
    };
    /// False when the frame does not decode: the link must end. Of strangers call it not.
    bool on_frame(const Sender& from, ByteView body, Instant now);
    /// They wrote, or are gone: whatever was heard is over.
    void on_over(const PersonId& person);
    void on_link_down(LinkId link) { budgets_.forget(link); }

    void on_time(Instant now);
    std::optional<Instant> next_deadline() const;

    /// What is to be told; once.
    std::vector<Change> take_changes() { return std::exchange(changes_, {}); }

private:
    struct Ours {
        ConversationId conversation;
        Instant told{};
    };
    struct Theirs {
        ConversationId conversation;
        Instant until{};
    };
    void tell(const PersonId& person, const ConversationId& conversation, bool is_active) {
        changes_.push_back({person, conversation, is_active});
    }

    std::map<PersonId, Ours> ours_;  ///< Whom we are known to write to.
    std::map<PersonId, Theirs> theirs_;
    Budgets<LinkId> budgets_{{limits::typing_burst, limits::typing_per_second}, limits::links_max};
    std::vector<Change> changes_;
};

}  // namespace earshot::typing
