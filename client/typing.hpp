#pragma once

#include <optional>
#include <string>

#include "core/base/time.hpp"

/// Tells when to say that we are typing: at once, again every five seconds while it goes on, and
/// once that it ended. Pure; time is told.
namespace earshot::client {

/// For `typing.set`.
struct TypingWord {
    std::string conversation;
    bool active;
    friend bool operator==(const TypingWord&, const TypingWord&) = default;
};

class Typing {
public:
    /// The text in the composer of `conversation` has changed and is not empty.
    std::optional<TypingWord> on_typed(const std::string& conversation, Instant now);
    /// Sent, emptied, or another conversation is shown.
    std::optional<TypingWord> on_ended();
    std::optional<TypingWord> on_time(Instant now);
    std::optional<Instant> next_deadline() const;

private:
    std::string conversation_;  ///< Where others believe that we type; empty: nowhere.
    Instant said_{};
    Instant typed_{};
};

}  // namespace earshot::client
