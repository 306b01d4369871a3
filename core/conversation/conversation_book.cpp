#include "core/conversation/conversation_book.hpp"

#include <cassert>
#include <string>

namespace earshot::conversation {

Result<void> ConversationBook::load() {
    EARSHOT_TRY(const auto stored, messages_.conversations());
    for (const auto& row : stored) rows_.emplace(row.id, row);
    return {};
}

store::Conversation* ConversationBook::find(const ConversationId& id) {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

const store::Conversation* ConversationBook::find(const ConversationId& id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
}

Result<store::Conversation*> ConversationBook::add(const store::Conversation& row, Now now,
                                                   delivery::Effects& effects) {
    assert(!rows_.contains(row.id));
    EARSHOT_CHECK(messages_.put_conversation(row));
    EARSHOT_CHECK(delivery::announce(events_, effects,
                                     {.kind = store::EventKind::conversation_added,
                                      .subject = to_bytes(row.id.view()),
                                      .detail = {},
                                      .time = now.wall}));
    added_.insert(row.id);
    return &rows_.emplace(row.id, row).first->second;
}

Result<void> ConversationBook::remove(const ConversationId& id, Now now,
                                      delivery::Effects& effects) {
    if (rows_.erase(id) == 0) return {};
    changed_.erase(id);
    added_.erase(id);
    EARSHOT_CHECK(messages_.remove_conversation(id));
    return delivery::announce(events_, effects,
                              {.kind = store::EventKind::conversation_removed,
                               .subject = to_bytes(id.view()),
                               .detail = {},
                               .time = now.wall});
}

Result<void> ConversationBook::set_state(const store::Conversation* row, const MessageId& id,
                                         const store::Step& step, delivery::Effects& effects) {
    EARSHOT_CHECK(messages_.set_state(id, step));
    if (row != nullptr && row->newest == id) on_changed(*row);
    return delivery::announce(events_, effects,
                              {.kind = store::EventKind::message_state_changed,
                               .subject = to_bytes(id.view()),
                               .detail = std::to_string(static_cast<unsigned>(step.state)),
                               .time = step.time});
}

Result<void> ConversationBook::flush(Now now, delivery::Effects& effects) {
    for (const auto& [id, is_seen] : changed_) {
        EARSHOT_CHECK(messages_.put_conversation(rows_.at(id)));
        // Whoever is told of a new one sees it as it is by then.
        if (!is_seen || added_.contains(id)) continue;
        EARSHOT_CHECK(delivery::announce(events_, effects,
                                         {.kind = store::EventKind::conversation_changed,
                                          .subject = to_bytes(id.view()),
                                          .detail = {},
                                          .time = now.wall}));
    }
    changed_.clear();
    added_.clear();
    return {};
}

}  // namespace earshot::conversation
