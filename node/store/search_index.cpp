#include "node/store/search_index.hpp"

namespace earshot::store {
namespace {

/// About 5 ms of work.
constexpr std::size_t step_bytes_max = 128 * 1024;

}  // namespace

Result<bool> SearchIndex::index_step(std::size_t limit) {
    auto result = transactions_.begin();
    bool has_more = false;
    if (result) {
        auto indexed = index_some(limit);
        if (indexed) {
            has_more = *indexed;
            result = transactions_.commit();
        } else {
            result = indexed.error();
        }
    }
    if (result) return has_more;
    transactions_.rollback();
    return result.error();
}

Result<bool> SearchIndex::index_some(std::size_t limit) {
    const auto read_number = [](Rows& rows, std::int64_t& number) { rows.read(number); };
    EARSHOT_TRY(const auto mark, first_row<std::int64_t>(mark_.query(), read_number));
    if (!mark) return Error{ErrorKind::io, "the database lost its marks"};
    auto last = *mark;
    std::size_t rows_read = 0;
    std::size_t bytes = 0;
    {
        EARSHOT_TRY(auto rows, next_.query(last, limit_of(limit)));
        std::string text;
        std::string place;
        while (bytes < step_bytes_max) {
            EARSHOT_TRY(const bool found, rows.next());
            if (!found) break;
            rows.read(last);
            rows.read(text);
            rows.read(place);
            EARSHOT_CHECK(rows.check());
            EARSHOT_CHECK(add_.run(last, text, place));
            ++rows_read;
            bytes += text.size();
        }
    }
    if (rows_read == 0) return false;
    EARSHOT_CHECK(put_mark_.run(last));
    return rows_read == limit || bytes >= step_bytes_max;
}

}  // namespace earshot::store
