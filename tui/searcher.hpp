#pragma once

#include <functional>
#include <optional>
#include <string>

#include "client/link.hpp"
#include "core/base/time.hpp"

/// Asks the daemon where words stand, a moment after the last key, and hands on the answer to the
/// newest question only.
namespace earshot::tui {

class Searcher {
public:
    struct Question {
        std::string text;
        std::string conversation;  ///< Empty: everywhere.
        std::string before;        ///< Empty, or where the page before ended.
    };
    using Answered = std::function<void(const client::Answer&, bool is_next_page)>;

    /// `link` outlives it, and it outlives the calls.
    Searcher(client::Link& link, Answered answered) : link_(link), answered_(std::move(answered)) {}

    /// Earlier questions are not wanted any more.
    void ask(Question question, Instant now);
    void cancel();
    void on_time(Instant now);
    std::optional<Instant> next_deadline() const;

private:
    client::Link& link_;
    Answered answered_;
    std::optional<Question> question_;
    Instant due_{};
    unsigned number_ = 0;
};

}  // namespace earshot::tui
