#pragma once

#include <optional>

#include "core/base/result.hpp"
#include "core/store/store.hpp"

/// Which messages of a conversation were not read here: a place up to which all were, a number, and
/// the first of them. A message may arrive when the place where it stands was passed already; it is
/// unread all the same. Not thread-safe; the store outlives it.
namespace earshot::conversation {

class Unread {
public:
    explicit Unread(store::MessageStore& messages) : messages_(messages) {}

    /// A message of theirs was stored. `counts`: until it is read.
    static void on_received(store::Conversation& row, const store::Message& message, bool counts);
    /// Everything up to there, or all of it, is read. False: it was before.
    Result<bool> read(store::Conversation& row, const std::optional<store::Place>& up_to);

private:
    Result<std::optional<store::Place>> last_up_to(const store::Conversation& row,
                                                   const store::Place& up_to) const;
    Result<std::optional<store::Place>> first_after(const store::Conversation& row,
                                                    const store::Place& after) const;

    store::MessageStore& messages_;
};

}  // namespace earshot::conversation
