#pragma once

#include <map>
#include <tuple>

#include "core/store/memory_tables.hpp"

/// Conversations and messages of a MemoryStore. Only for its sources.
namespace earshot::store {

class MemoryMessages final : public MessageStore {
public:
    explicit MemoryMessages(MemoryTransactions& turn) : turn_(turn) {}
    Result<std::vector<Conversation>> conversations() override;
    Result<std::optional<Conversation>> find_conversation(const ConversationId& id) override;
    Result<void> put_conversation(const Conversation& conversation) override;
    Result<void> add_message(const Message& message) override;
    Result<std::optional<Message>> find_message(const MessageId& id) override;
    Result<void> set_state(const MessageId& id, const Step& step) override;
    Result<std::optional<Progress>> progress_of(const MessageId& id) override;
    Result<std::vector<Message>> page(const ConversationId& id, const Page& page) override;
    Result<std::vector<Entry>> first_of(const ConversationId& id, const Stretch& stretch,
                                        std::size_t limit) override;
    Result<std::vector<Entry>> last_of(const ConversationId& id, const Stretch& stretch,
                                       std::size_t limit) override;
    Result<std::uint64_t> count_of(const ConversationId& id, const Stretch& stretch) override;
    Result<void> remove_conversation(const ConversationId& id) override;
    Result<std::vector<MessageId>> find_ids(std::string_view prefix, std::size_t limit) override;

    const std::map<MessageId, Message>& all() const noexcept { return messages_.rows(); }

private:
    using Key = std::tuple<ConversationId, std::uint64_t, MessageId>;  // Display order.
    using Keys = Table<Key, bool>;

    struct Range {
        Keys::Rows::const_iterator first;
        Keys::Rows::const_iterator end;
    };
    Range whole(const ConversationId& id) const;
    /// Its messages between the two places of a stretch, whoever wrote them.
    Range between(const ConversationId& id, const Stretch& stretch) const;
    Result<Keys::Rows::const_iterator> find_key(const ConversationId& id,
                                                const MessageId& message) const;

    MemoryTransactions& turn_;
    Table<ConversationId, Conversation> conversations_{turn_.undo()};
    Table<MessageId, Message> messages_{turn_.undo()};
    Table<MessageId, Progress> progress_{turn_.undo()};  // Of those with any.
    Keys keys_{turn_.undo()};
};

}  // namespace earshot::store
