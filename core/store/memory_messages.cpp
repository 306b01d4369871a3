#include "core/store/memory_messages.hpp"

#include <algorithm>
#include <limits>

#include "core/store/id_range.hpp"

namespace earshot::store {
namespace {

Entry entry_of(const Message& message) {
    return {place_of(message), message.author_seq, message.state};
}

}  // namespace

Result<std::vector<Conversation>> MemoryMessages::conversations() {
    return values_of(conversations_);
}
Result<std::optional<Conversation>> MemoryMessages::find_conversation(const ConversationId& id) {
    return copy_of(conversations_, id);
}
Result<void> MemoryMessages::put_conversation(const Conversation& conversation) {
    EARSHOT_CHECK(turn_.allow_write());
    conversations_.put(conversation.id, conversation);
    return {};
}

Result<void> MemoryMessages::add_message(const Message& message) {
    EARSHOT_CHECK(turn_.allow_write());
    if (!conversations_.find(message.conversation))
        return Error{ErrorKind::not_found, "there is no such conversation"};
    if (messages_.find(message.id))
        return Error{ErrorKind::conflict, "there is a message with this id"};
    messages_.put(message.id, message);
    keys_.put({message.conversation, message.hlc, message.id}, true);
    return {};
}
Result<std::optional<Message>> MemoryMessages::find_message(const MessageId& id) {
    return copy_of(messages_, id);
}
Result<void> MemoryMessages::set_state(const MessageId& id, const Step& step) {
    EARSHOT_CHECK(turn_.allow_write());
    auto message = copy_of(messages_, id);
    if (!message) return Error{ErrorKind::not_found, "there is no such message"};
    message->state = step.state;
    messages_.put(id, *std::move(message));
    const auto before = copy_of(progress_, id).value_or(Progress{});
    const auto after = advanced(before, step);
    if (after != before) progress_.put(id, after);
    return {};
}
Result<std::optional<Progress>> MemoryMessages::progress_of(const MessageId& id) {
    if (!messages_.find(id)) return std::optional<Progress>{};
    return std::optional{copy_of(progress_, id).value_or(Progress{})};
}

MemoryMessages::Range MemoryMessages::whole(const ConversationId& id) const {
    const auto last = ids_with_prefix("")->last;
    return {keys_.rows().lower_bound({id, 0, MessageId{}}),
            keys_.rows().upper_bound({id, std::numeric_limits<std::uint64_t>::max(), last})};
}

MemoryMessages::Range MemoryMessages::between(const ConversationId& id,
                                              const Stretch& stretch) const {
    auto range = whole(id);
    const auto behind = [&](const Place& place) {
        return keys_.rows().upper_bound({id, place.hlc, place.id});
    };
    if (stretch.after) range.first = behind(*stretch.after);
    if (stretch.up_to) range.end = behind(*stretch.up_to);
    if (stretch.after && stretch.up_to && *stretch.up_to < *stretch.after) range.end = range.first;
    return range;
}

Result<MemoryMessages::Keys::Rows::const_iterator> MemoryMessages::find_key(
    const ConversationId& id, const MessageId& message) const {
    const auto* found = messages_.find(message);
    if (!found || found->conversation != id)
        return Error{ErrorKind::not_found, "there is no such message in this conversation"};
    return keys_.rows().find({id, found->hlc, found->id});
}

Result<std::vector<Message>> MemoryMessages::page(const ConversationId& id, const Page& page) {
    auto [first, end] = whole(id);
    std::vector<Message> messages;
    const auto message_at = [&](const auto& key) {
        return *messages_.find(std::get<MessageId>(key->first));
    };
    if (page.after) {
        EARSHOT_TRY(first, find_key(id, *page.after));
        for (++first; first != end && messages.size() < page.limit; ++first)
            messages.push_back(message_at(first));
        return messages;
    }
    if (page.before) {
        EARSHOT_TRY(end, find_key(id, *page.before));
    }
    while (end != first && messages.size() < page.limit) messages.push_back(message_at(--end));
    std::ranges::reverse(messages);
    return messages;
}

Result<std::vector<Entry>> MemoryMessages::first_of(const ConversationId& id,
                                                    const Stretch& stretch, std::size_t limit) {
    std::vector<Entry> entries;
    for (auto [key, end] = between(id, stretch); key != end && entries.size() < limit; ++key)
        if (const auto& found = *messages_.find(std::get<MessageId>(key->first));
            found.author == stretch.author)
            entries.push_back(entry_of(found));
    return entries;
}

Result<std::vector<Entry>> MemoryMessages::last_of(const ConversationId& id, const Stretch& stretch,
                                                   std::size_t limit) {
    std::vector<Entry> entries;
    auto [first, key] = between(id, stretch);
    while (key != first && entries.size() < limit)
        if (const auto& found = *messages_.find(std::get<MessageId>((--key)->first));
            found.author == stretch.author)
            entries.push_back(entry_of(found));
    return entries;
}

Result<std::uint64_t> MemoryMessages::count_of(const ConversationId& id, const Stretch& stretch) {
    EARSHOT_TRY(const auto all, first_of(id, stretch, std::numeric_limits<std::size_t>::max()));
    return std::uint64_t{all.size()};
}

Result<void> MemoryMessages::remove_conversation(const ConversationId& id) {
    EARSHOT_CHECK(turn_.allow_write());
    std::vector<Key> keys;
    for (auto [key, end] = whole(id); key != end; ++key) keys.push_back(key->first);
    for (const auto& key : keys) {
        messages_.erase(std::get<MessageId>(key));
        progress_.erase(std::get<MessageId>(key));
        keys_.erase(key);
    }
    conversations_.erase(id);
    return {};
}

Result<std::vector<MessageId>> MemoryMessages::find_ids(std::string_view prefix,
                                                        std::size_t limit) {
    std::vector<MessageId> ids;
    const auto range = ids_with_prefix(prefix);
    if (!range) return ids;
    for (auto row = messages_.rows().lower_bound(range->first);
         row != messages_.rows().end() && row->first <= range->last && ids.size() < limit; ++row)
        ids.push_back(row->first);
    return ids;
}

}  // namespace earshot::store
