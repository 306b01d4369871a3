#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"

/// What is in the composer of each conversation, on its way to the daemon, where drafts live. A
/// change is sent a moment after the last key, and at once when another conversation is shown.
/// Every text is kept by its own conversation, so none ends up in another. Pure; time is told.
namespace earshot::client {

/// For `draft.set`.
struct DraftWord {
    std::string conversation;
    std::string body;
    friend bool operator==(const DraftWord&, const DraftWord&) = default;
};

class Drafts {
public:
    /// The composer's text, empty when it was sent or deleted.
    void on_edited(const std::string& conversation, std::string body, Instant now);
    /// What is due; `flush` takes all.
    std::vector<DraftWord> take_due(Instant now, bool flush = false);
    void on_saved(const DraftWord& word);
    /// The daemon did not take it, or was away: it is due again.
    void on_failed(const DraftWord& word, Instant now);
    std::optional<Instant> next_deadline() const;
    /// What the daemon is not known to have.
    std::vector<DraftWord> unsaved() const;

    /// What to show in the composer: the text here if the daemon is not known to have it yet,
    /// otherwise `stored`.
    std::string text_of(const std::string& conversation,
                        const std::optional<std::string>& stored) const;

private:
    struct Unsaved {
        std::string body;
        Instant due;
    };
    std::map<std::string, Unsaved> unsaved_;
    std::map<std::string, std::string> on_their_way_;  ///< Not answered yet.
};

/// Both texts, one after the other; once where one is the beginning of the other.
std::string joined(std::string_view first, std::string_view second);

}  // namespace earshot::client
