#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/notify/watch.hpp"

/// Of which messages people are to be told, and how often. One notice for each conversation, which
/// takes the place of the one before; a few conversations at once have one each, and what comes
/// beyond that within limits::notice_window, or is old when it comes, is summed up in a single one.
/// Whether a message is worth a notice at all is known before. Nothing of it is kept. Not
/// thread-safe; holds at most limits::notices_max conversations.
namespace earshot::notify {

struct Message {
    ConversationId conversation;
    PersonId author;
    MessageId id;
    bool is_old = false;
};

/// What a person is told: of one conversation, or of several.
struct Notice {
    std::optional<ConversationId> conversation{};  ///< None: the summary of several.
    PersonId author{};                             ///< Of the newest message,
    MessageId newest{};                            ///< which is this one.
    std::uint64_t messages = 0;
    std::size_t conversations = 1;
    bool is_summary = false;  ///< It stands for what came together.

    friend bool operator==(const Notice&, const Notice&) = default;
};
/// It is to be shown no more.
struct Withdrawn {
    std::optional<ConversationId> conversation{};  ///< None: the summary.

    friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};
using Change = std::variant<Notice, Withdrawn, Arrival>;

class Notices {
public:
    void on_message(const Message& message, Instant now);
    /// Nothing in it is unread any more, or it is gone.
    void on_read(const ConversationId& conversation);
    void on_time(Instant now);
    std::optional<Instant> next_deadline() const;

    /// Of what there is a notice, or will be.
    std::vector<ConversationId> conversations() const;
    /// What is to be told; once.
    std::vector<Change> take_changes() { return std::exchange(changes_, {}); }

private:
    struct Single {
        Notice notice;
        Instant told{};
        bool is_due = false;  ///< It has changed since.
    };

    void tell(Single& single, Instant now);
    void tell_summary();
    void sum_up(const Message& message, Instant now);
    bool has_room_for_one(Instant now);

    std::map<ConversationId, Single> singles_;
    std::map<ConversationId, Notice> summed_;
    std::optional<ConversationId> newest_summed_;
    bool is_summary_shown_ = false;
    std::optional<Instant> summary_at_;  ///< When it is told next.
    std::optional<Instant> window_;      ///< Its beginning,
    std::size_t in_window_ = 0;          ///< and how many conversations had a notice since.
    std::vector<Change> changes_;
};

}  // namespace earshot::notify
