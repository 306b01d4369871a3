#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/store/rows.hpp"

/// What the core asks of storage to find messages by their words. A word is a run of letters and
/// digits, the same in capitals and small letters. Rules of all stores: core/store/store.hpp.
namespace earshot::store {

/// One word, or several that must follow one another.
struct SearchTerm {
    std::string text;        ///< UTF-8; may hold anything between words.
    bool may_go_on = false;  ///< Its last word is the beginning of one.

    friend bool operator==(const SearchTerm&, const SearchTerm&) = default;
};

struct Search {
    std::vector<SearchTerm> terms;  ///< All must occur. One without any word is left out.
    std::optional<ConversationId> conversation{};
    std::optional<PersonId> author{};
    std::optional<WallTime> since{};    ///< By the author's clock, as messages are shown,
    std::optional<WallTime> until{};    ///< and before this.
    std::optional<MessageId> before{};  ///< Only what was stored before this one.
    std::size_t limit = 30;
};

/// A piece of a text, in bytes.
struct TextRange {
    std::size_t start = 0;
    std::size_t length = 0;

    friend bool operator==(const TextRange&, const TextRange&) = default;
};

struct Hit {
    Message message;
    /// Ascending, without overlap; the first limits::search_matches_max.
    std::vector<TextRange> matches;

    friend bool operator==(const Hit&, const Hit&) = default;
};

struct Found {
    std::vector<Hit> hits;  ///< What was stored last first.
    /// There may be more behind this message, which is not always a hit: one search looks at no
    /// more than limits::searched_per_call_max messages that have the words.
    std::optional<MessageId> next{};
};

class SearchStore {
public:
    virtual ~SearchStore() = default;
    /// Without terms, or where none has a word, nothing is found. `not_found`: there is no message
    /// `before`.
    virtual Result<Found> search(const Search& search) = 0;
};

}  // namespace earshot::store
