#include "node/store/messages.hpp"

#include <algorithm>
#include <utility>

#include "core/store/id_range.hpp"

namespace earshot::store {
namespace {

void read_conversation(Rows& rows, Conversation& conversation) {
    Ordered last_hlc;
    rows.read(conversation.id);
    rows.read(conversation.kind, ConversationKind::direct, ConversationKind::group);
    rows.read(conversation.peer);
    rows.read(last_hlc);
    rows.read(conversation.own_seq);
    rows.read(conversation.unread);
    rows.read(conversation.last);
    conversation.last_hlc = last_hlc.value;
}

void read_message(Rows& rows, Message& message) {
    Ordered hlc;
    rows.read(message.id);
    rows.read(message.conversation);
    rows.read(message.author);
    rows.read(hlc);
    rows.read(message.author_seq);
    rows.read(message.sent);
    rows.read(message.stored);
    rows.read(message.state, MessageState::queued, MessageState::unsupported);
    rows.read(message.text);
    message.hlc = hlc.value;
}

}  // namespace

Result<std::vector<Conversation>> SqliteMessages::conversations() {
    return all_rows<Conversation>(conversations_.query(), read_conversation);
}

Result<std::optional<Conversation>> SqliteMessages::find_conversation(const ConversationId& id) {
    return first_row<Conversation>(find_conversation_.query(id), read_conversation);
}

Result<void> SqliteMessages::put_conversation(const Conversation& conversation) {
    return put_conversation_.run(conversation.id, conversation.kind, conversation.peer,
                                 Ordered{conversation.last_hlc}, conversation.own_seq,
                                 conversation.unread, conversation.last);
}

void SqliteMessages::forget_after_rollback() {
    if (std::exchange(rollbacks_, database_.rollbacks()) == database_.rollbacks()) return;
    numbers_.clear();
    recent_.clear();
}

Result<std::int64_t> SqliteMessages::number_of(const ConversationId& id) {
    forget_after_rollback();
    if (const auto known = numbers_.find(id); known != numbers_.end()) return known->second;
    EARSHOT_TRY(const auto number,
                first_row<std::int64_t>(number_of_.query(id),
                                        [](Rows& rows, std::int64_t& value) { rows.read(value); }));
    if (!number) return 0;
    numbers_.emplace(id, *number);
    return *number;
}

Result<void> SqliteMessages::add_message(const Message& message) {
    EARSHOT_TRY(const auto conversation, number_of(message.conversation));
    if (conversation == 0) return Error{ErrorKind::not_found, "there is no such conversation"};
    EARSHOT_CHECK(add_message_.run(message.id, conversation, message.author, Ordered{message.hlc},
                                   message.author_seq, message.sent, message.stored, message.state,
                                   message.text));
    recent_.add(sqlite3_last_insert_rowid(database_.handle()), message);
    return {};
}

Result<std::optional<Message>> SqliteMessages::find_message(const MessageId& id) {
    forget_after_rollback();
    if (const auto* recent = recent_.find(id)) return std::optional{recent->message};
    return first_row<Message>(find_message_.query(id), read_message);
}

Result<void> SqliteMessages::set_state(const MessageId& id, MessageState state) {
    forget_after_rollback();
    if (const auto* recent = recent_.find(id)) {
        EARSHOT_CHECK(set_recent_state_.run(recent->number, state));
        recent_.set_state(id, state);
        return {};
    }
    EARSHOT_CHECK(set_state_.run(id, state));
    if (set_state_.changes() == 0) return Error{ErrorKind::not_found, "there is no such message"};
    return {};
}

Result<std::vector<Message>> SqliteMessages::page(const ConversationId& id, const Page& page) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    Result<std::vector<Message>> messages{std::vector<Message>{}};
    if (page.before) {
        EARSHOT_TRY(const auto place,
                    first_row<Ordered>(place_of_.query(*page.before, conversation),
                                       [](Rows& rows, Ordered& hlc) { rows.read(hlc); }));
        if (!place)
            return Error{ErrorKind::not_found, "there is no such message in this conversation"};
        messages = all_rows<Message>(
            before_.query(conversation, *place, *page.before, limit_of(page.limit)), read_message);
    } else {
        messages =
            all_rows<Message>(newest_.query(conversation, limit_of(page.limit)), read_message);
    }
    if (messages) std::ranges::reverse(*messages);
    return messages;
}

Result<void> SqliteMessages::remove_conversation(const ConversationId& id) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    EARSHOT_CHECK(forget_text_.run(conversation));
    EARSHOT_CHECK(remove_messages_.run(conversation));
    EARSHOT_CHECK(lower_mark_.run());
    numbers_.erase(id);
    recent_.clear();
    return remove_conversation_.run(conversation);
}

Result<std::vector<MessageId>> SqliteMessages::find_ids(std::string_view prefix,
                                                        std::size_t limit) {
    const auto range = ids_with_prefix(prefix);
    if (!range) return std::vector<MessageId>{};
    return all_rows<MessageId>(find_ids_.query(range->first, range->last, limit_of(limit)),
                               [](Rows& rows, MessageId& id) { rows.read(id); });
}

}  // namespace earshot::store
