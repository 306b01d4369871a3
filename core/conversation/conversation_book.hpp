#pragma once

#include <map>
#include <set>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/delivery/effects.hpp"
#include "core/store/store.hpp"

/// All conversations of the profile, in memory: each is one small row, there are hardly more than
/// people. Rows that a turn changed are written, and told to clients, once, at its end: a turn of a
/// thousand messages changes a row a thousand times. Not thread-safe; the stores outlive it.
namespace earshot::conversation {

class ConversationBook {
public:
    ConversationBook(store::MessageStore& messages, store::EventLog& events)
        : messages_(messages), events_(events) {}
    /// Before anything else.
    Result<void> load();

    const std::map<ConversationId, store::Conversation>& all() const { return rows_; }
    /// Null where there is none. Whoever changes a row says so.
    store::Conversation* find(const ConversationId& id);
    const store::Conversation* find(const ConversationId& id) const;

    /// A new one, which is stored and told at once. Precondition: there is none with this id.
    Result<store::Conversation*> add(const store::Conversation& row, Now now,
                                     delivery::Effects& effects);
    /// People see it otherwise now.
    void on_changed(const store::Conversation& row) { changed_[row.id] = true; }
    /// It is to be written, but what clients show of it is the same.
    void on_noted(const store::Conversation& row) { changed_.try_emplace(row.id, false); }
    /// With all its messages.
    Result<void> remove(const ConversationId& id, Now now, delivery::Effects& effects);

    /// A message of this conversation, or of none that is known, has come so far.
    Result<void> set_state(const store::Conversation* row, const MessageId& id,
                           const store::Step& step, delivery::Effects& effects);

    /// The end of the turn.
    Result<void> flush(Now now, delivery::Effects& effects);

private:
    store::MessageStore& messages_;
    store::EventLog& events_;
    std::map<ConversationId, store::Conversation> rows_;
    std::map<ConversationId, bool> changed_;  ///< In this turn; true: so that people see it.
    std::set<ConversationId> added_;          ///< In this turn.
};

}  // namespace earshot::conversation
