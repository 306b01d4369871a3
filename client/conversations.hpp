#pragma once

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "client/link.hpp"
#include "client/pages.hpp"
#include "client/row_list.hpp"
#include "client/values.hpp"

/// All conversations, the one with the newest message first.
namespace earshot::client {

struct ConversationOrder {
    bool operator()(const Conversation& a, const Conversation& b) const;
};

class Conversations {
public:
    using Rows = RowList<Conversation, ConversationOrder>;

    /// `link` outlives it.
    explicit Conversations(Link& link);
    Conversations(const Conversations&) = delete;
    Conversations& operator=(const Conversations&) = delete;

    Rows& list() noexcept { return list_; }
    const Rows& list() const noexcept { return list_; }
    const Conversation* find(std::string_view id) const { return list_.find(id); }
    const Conversation* find_with(std::string_view person) const;
    bool is_loaded() const noexcept { return is_loaded_; }
    /// Called after each load; an empty list tells its observers nothing.
    void when_loaded(std::function<void()> when_loaded) { when_loaded_ = std::move(when_loaded); }

    /// Unread messages of those that are neither muted nor requests.
    std::int64_t unread() const;
    /// Which to read next: from the one after `current` on, around the end; nothing when all is
    /// read. Muted ones and requests come last.
    const Conversation* next_unread(std::string_view current) const;

    /// Asks for all, page by page; what is there stays until the answers are.
    void load() { pages_.load(); }
    /// A conversation that a call answered with.
    void put(const control::Object& object);
    /// A draft of ours that the daemon has stored; empty: deleted.
    void put_draft(std::string_view conversation, const std::string& body);
    void on_event(std::string_view name, const control::Object& fields);
    /// Who was typing may have stopped unheard.
    void on_lost();

private:
    void on_all(std::vector<Conversation> rows);
    void on_message(const control::Object& fields, bool is_request);
    void on_state_changed(const control::Object& fields);
    void on_person(const control::Object& fields);
    void on_typing(const control::Object& fields);

    Pages<Conversation> pages_;
    Rows list_;
    bool is_loaded_ = false;
    std::function<void()> when_loaded_;
};

}  // namespace earshot::client
