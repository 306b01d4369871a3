#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

#include "core/base/ids.hpp"

/// What the person looks at right now, as each of their front ends says: what arrives there is read
/// at once, and not worth a notification. Outlives the engine, which is built anew when the store
/// failed. Not thread-safe; holds one entry per connected client.
namespace earshot::conversation {

class Focus {
public:
    using Client = std::uint64_t;

    /// Nothing: their window is not active, or shows something else.
    void set(Client client, const std::optional<ConversationId>& conversation) {
        if (conversation)
            looks_at_.insert_or_assign(client, *conversation);
        else
            looks_at_.erase(client);
    }
    bool is_on(const ConversationId& conversation) const {
        return std::ranges::any_of(looks_at_,
                                   [&](const auto& each) { return each.second == conversation; });
    }

private:
    std::map<Client, ConversationId> looks_at_;
};

}  // namespace earshot::conversation
