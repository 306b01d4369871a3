#include "node/store/messages.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/store/id_range.hpp"
#include "node/store/message_columns.hpp"

namespace earshot::store {
namespace {

void read_entry(Rows& rows, Entry& entry) {
    Ordered hlc;
    rows.read(hlc);
    rows.read(entry.place.id);
    rows.read(entry.author_seq);
    rows.read(entry.state, MessageState::queued, MessageState::unsupported);
    entry.place.hlc = hlc.value;
}

}  // namespace

Result<std::vector<Conversation>> SqliteMessages::conversations() { return conversations_.all(); }

Result<std::optional<Conversation>> SqliteMessages::find_conversation(const ConversationId& id) {
    return conversations_.find(id);
}

Result<void> SqliteMessages::put_conversation(const Conversation& conversation) {
    return conversations_.put(conversation);
}

void SqliteMessages::forget_after_rollback() {
    if (std::exchange(rollbacks_, database_.rollbacks()) == database_.rollbacks()) return;
    numbers_.clear();
    recent_.clear();
}

Result<std::int64_t> SqliteMessages::number_of(const ConversationId& id) {
    forget_after_rollback();
    if (const auto known = numbers_.find(id); known != numbers_.end()) return known->second;
    EARSHOT_TRY(const auto number, conversations_.find_number(id));
    if (!number) return 0;
    numbers_.emplace(id, *number);
    return *number;
}

Result<void> SqliteMessages::add_message(const Message& message) {
    EARSHOT_TRY(const auto conversation, number_of(message.conversation));
    if (conversation == 0) return Error{ErrorKind::not_found, "there is no such conversation"};
    const auto source = message.origin ? std::optional{message.origin->device} : std::nullopt;
    const auto route = message.origin ? message.origin->route : Route::direct;
    EARSHOT_CHECK(add_message_.run(message.id, conversation, message.author, Ordered{message.hlc},
                                   message.author_seq, message.sent, message.stored, message.state,
                                   message.text, source, route));
    recent_.add(sqlite3_last_insert_rowid(database_.handle()), message);
    return {};
}

Result<std::optional<Message>> SqliteMessages::find_message(const MessageId& id) {
    forget_after_rollback();
    if (const auto* recent = recent_.find(id)) return std::optional{recent->message};
    return first_row<Message>(find_message_.query(id), read_message);
}

Result<void> SqliteMessages::set_state(const MessageId& id, const Step& step) {
    forget_after_rollback();
    const auto news = advanced({}, step);
    if (const auto* recent = recent_.find(id)) {
        EARSHOT_CHECK(set_recent_state_.run(recent->number, step.state, news.device, news.answered,
                                            news.read));
        recent_.set_state(id, step.state);
        return {};
    }
    EARSHOT_CHECK(set_state_.run(id, step.state, news.device, news.answered, news.read));
    if (set_state_.changes() == 0) return Error{ErrorKind::not_found, "there is no such message"};
    return {};
}

Result<std::optional<Progress>> SqliteMessages::progress_of(const MessageId& id) {
    return first_row<Progress>(progress_.query(id), [](Rows& rows, Progress& progress) {
        rows.read(progress.device);
        rows.read(progress.answered);
        rows.read(progress.read);
    });
}

Result<Ordered> SqliteMessages::clock_of(const MessageId& message, std::int64_t conversation) {
    EARSHOT_TRY(const auto hlc,
                first_row<Ordered>(place_of_.query(message, conversation),
                                   [](Rows& rows, Ordered& value) { rows.read(value); }));
    if (!hlc) return Error{ErrorKind::not_found, "there is no such message in this conversation"};
    return *hlc;
}

Result<std::vector<Message>> SqliteMessages::page(const ConversationId& id, const Page& page) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    const auto limit = limit_of(page.limit);
    if (page.after) {
        EARSHOT_TRY(const auto hlc, clock_of(*page.after, conversation));
        return all_rows<Message>(after_.query(conversation, hlc, *page.after, limit), read_message);
    }
    Result<std::vector<Message>> messages{std::vector<Message>{}};
    if (page.before) {
        EARSHOT_TRY(const auto hlc, clock_of(*page.before, conversation));
        messages =
            all_rows<Message>(before_.query(conversation, hlc, *page.before, limit), read_message);
    } else {
        messages = all_rows<Message>(newest_.query(conversation, limit), read_message);
    }
    if (messages) std::ranges::reverse(*messages);
    return messages;
}

Result<Rows> SqliteMessages::find_stretch(Statement& statement, std::int64_t conversation,
                                          const Stretch& stretch, std::size_t limit) {
    // No id is empty, and none is above the last.
    constexpr auto last_hlc = std::numeric_limits<std::uint64_t>::max();
    static constexpr auto last_id = [] {
        MessageId id;
        id.bytes.fill(std::byte{0xff});
        return id;
    }();
    const auto after = Ordered{stretch.after ? stretch.after->hlc : 0};
    const auto after_id = stretch.after ? stretch.after->id.view() : ByteView{};
    const auto up_to = Ordered{stretch.up_to ? stretch.up_to->hlc : last_hlc};
    const auto up_to_id = stretch.up_to ? stretch.up_to->id.view() : last_id.view();
    return statement.query(conversation, stretch.author, after, after_id, up_to, up_to_id,
                           limit_of(limit));
}

Result<std::vector<Entry>> SqliteMessages::first_of(const ConversationId& id,
                                                    const Stretch& stretch, std::size_t limit) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    return all_rows<Entry>(find_stretch(first_of_, conversation, stretch, limit), read_entry);
}

Result<std::vector<Entry>> SqliteMessages::last_of(const ConversationId& id, const Stretch& stretch,
                                                   std::size_t limit) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    return all_rows<Entry>(find_stretch(last_of_, conversation, stretch, limit), read_entry);
}

Result<std::uint64_t> SqliteMessages::count_of(const ConversationId& id, const Stretch& stretch) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    const auto all = std::numeric_limits<std::size_t>::max();
    EARSHOT_TRY(const auto count, first_row<std::uint64_t>(
                                      find_stretch(count_of_, conversation, stretch, all),
                                      [](Rows& rows, std::uint64_t& value) { rows.read(value); }));
    return count.value_or(0);
}

Result<void> SqliteMessages::remove_conversation(const ConversationId& id) {
    EARSHOT_TRY(const auto conversation, number_of(id));
    EARSHOT_CHECK(forget_text_.run(conversation));
    EARSHOT_CHECK(remove_messages_.run(conversation));
    EARSHOT_CHECK(lower_mark_.run());
    numbers_.erase(id);
    recent_.clear();
    return conversations_.remove(conversation);
}

Result<std::vector<MessageId>> SqliteMessages::find_ids(std::string_view prefix,
                                                        std::size_t limit) {
    const auto range = ids_with_prefix(prefix);
    if (!range) return std::vector<MessageId>{};
    return all_rows<MessageId>(find_ids_.query(range->first, range->last, limit_of(limit)),
                               [](Rows& rows, MessageId& id) { rows.read(id); });
}

}  // namespace earshot::store
