#include "node/store/search.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "core/base/bytes.hpp"
#include "core/base/limits.hpp"
#include "node/store/message_columns.hpp"

namespace earshot::store {
namespace {

/// About 15 ms of work; what comes in while nobody is idle is hardly more.
constexpr std::size_t indexed_first_max = 500;
constexpr auto begin_mark = std::byte{0xff};
constexpr auto end_mark = std::byte{0xfe};

/// Everything inside quotes is text; a quote in it is doubled.
std::string in_quotes(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c == '\0' ? ' ' : c;
    }
    return result + '"';
}

std::string query_of(const std::vector<SearchTerm>& terms) {
    std::string query = "text : (";
    for (const auto& term : terms) query += in_quotes(term.text) + (term.may_go_on ? " * " : " ");
    return query + ')';
}

/// Where the marked text has marks, by places in the text itself. SQLite marks no text that has a
/// zero in it: what is behind that is missing, and nothing is said of the rest.
std::vector<TextRange> ranges_in(ByteView marked, std::size_t text_bytes) {
    std::vector<TextRange> ranges;
    std::size_t at = 0;
    for (const auto byte : marked) {
        if (byte == begin_mark)
            ranges.push_back({at, 0});
        else if (byte == end_mark && !ranges.empty())
            ranges.back().length = at - ranges.back().start;
        else
            ++at;
    }
    if (at != text_bytes) return {};
    if (ranges.size() > limits::search_matches_max) ranges.resize(limits::search_matches_max);
    return ranges;
}

void read_hit(Rows& rows, Hit& hit) {
    read_message(rows, hit.message);
    Bytes marked;
    rows.read(marked);
    hit.matches = ranges_in(marked, hit.message.text.size());
}

void read_number(Rows& rows, std::int64_t& number) { rows.read(number); }

}  // namespace

Result<SqliteSearch::Range> SqliteSearch::range_of(const Search& search, const std::string& query) {
    Range range{.first = 0, .last = std::numeric_limits<std::int64_t>::max()};
    if (search.before) {
        EARSHOT_TRY(const auto number,
                    first_row<std::int64_t>(number_.query(*search.before), read_number));
        if (!number) return Error{ErrorKind::not_found, "there is no such message"};
        range.last = *number - 1;
    }
    // All that is filtered but by the index is time.
    if (!search.since && !search.until) return range;
    EARSHOT_TRY(const auto nth,
                first_row<std::int64_t>(
                    nth_.query(query, range.last, std::uint64_t{limits::searched_per_call_max - 1}),
                    read_number));
    range.ends_early = nth.has_value();
    range.first = nth.value_or(0);
    return range;
}

/// The words of the index that say where; nothing where that does not exist.
Result<std::optional<std::string>> SqliteSearch::place_of(const Search& search) {
    std::string words;
    if (search.conversation) {
        EARSHOT_TRY(const auto number, first_row<std::int64_t>(
                                           conversation_.query(*search.conversation), read_number));
        if (!number) return std::optional<std::string>{};
        words += " AND place : \"c" + std::to_string(*number) + '"';
    }
    if (search.author) words += " AND place : \"a" + to_hex(search.author->view()) + '"';
    return std::optional{std::move(words)};
}

Result<Found> SqliteSearch::search(const Search& search) {
    Found found;
    if (search.terms.empty() || search.limit == 0) return found;
    EARSHOT_CHECK(index_.index_some(indexed_first_max));
    EARSHOT_TRY(const auto place, place_of(search));
    if (!place) return found;
    const auto query = query_of(search.terms) + *place;
    EARSHOT_TRY(const auto range, range_of(search, query));
    const auto since = search.since.value_or(WallTime{Duration::min()});
    const auto until = search.until.value_or(WallTime{Duration::max()});
    EARSHOT_TRY(found.hits, all_rows<Hit>(hits_.query(query, range.first, range.last, since, until,
                                                      limit_of(search.limit + 1)),
                                          read_hit));
    if (found.hits.size() > search.limit) {
        found.hits.pop_back();
        found.next = found.hits.back().message.id;
    } else if (range.ends_early) {
        EARSHOT_TRY(found.next,
                    first_row<MessageId>(id_.query(range.first),
                                         [](Rows& rows, MessageId& id) { rows.read(id); }));
    }
    return found;
}

}  // namespace earshot::store
