#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>

#include "core/store/rows.hpp"

/// The messages written last, with their row numbers: clients are told of a message right after it
/// was written and once more when it is acknowledged, and neither should have to search a table.
/// Holds about 2 MiB, the oldest go first. As the open transaction sees it: cleared by a rollback.
namespace earshot::store {

class RecentMessages {
public:
    struct Row {
        std::int64_t number = 0;
        Message message;
    };

    void add(std::int64_t number, const Message& message);
    /// Null when it was written longer ago. The row lives until the next call.
    const Row* find(const MessageId& id) const;
    void set_state(const MessageId& id, MessageState state);
    void clear();

private:
    void drop_oldest();

    std::map<MessageId, Row> rows_;
    std::deque<MessageId> order_;  ///< Oldest first.
    std::size_t bytes_ = 0;
};

}  // namespace earshot::store
