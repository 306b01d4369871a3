#include "node/store/erased_log.hpp"

#include <algorithm>
#include <array>

namespace earshot::store {
namespace {

/// As long as a sector of any disk: the log's header is gone whole or not at all.
constexpr sqlite3_int64 header_bytes = 512;

/// Precondition: `begin` < `end`.
int overwrite(sqlite3_file* file, const sqlite3_io_methods& real, sqlite3_int64 begin,
              sqlite3_int64 end) {
    static constexpr std::array<char, 65536> zeros{};
    while (begin < end) {
        const auto part = std::min<sqlite3_int64>(end - begin, zeros.size());
        const int code = real.xWrite(file, zeros.data(), static_cast<int>(part), begin);
        if (code != SQLITE_OK) return code;
        begin += part;
    }
    return real.xSync(file, SQLITE_SYNC_NORMAL);
}

}  // namespace

ErasedLog::~ErasedLog() {
    if (file_ != nullptr && file_->pMethods == &methods_) file_->pMethods = methods_.real;
}

Result<void> ErasedLog::attach(Database& connection) {
    // A connection opens its log when it first reads.
    EARSHOT_CHECK(connection.run("SELECT count(*) FROM sqlite_schema"));
    const int code =
        sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file_);
    if (code != SQLITE_OK || file_ == nullptr || file_->pMethods == nullptr)
        return connection.error_of(SQLITE_IOERR);
    static_cast<sqlite3_io_methods&>(methods_) = *file_->pMethods;
    methods_.real = file_->pMethods;
    methods_.xTruncate = truncate;
    file_->pMethods = &methods_;
    return {};
}

/// The header first, and durably: a log whose end alone is gone would, after a power cut, bring
/// pages of the middle of its story back into the database.
int ErasedLog::truncate(sqlite3_file* file, sqlite3_int64 size) {
    const auto& real = *static_cast<const Methods*>(file->pMethods)->real;
    sqlite3_int64 end = 0;
    int code = real.xFileSize(file, &end);
    if (code == SQLITE_OK && size < header_bytes && size < end)
        code = overwrite(file, real, size, std::min(end, header_bytes));
    const auto rest = std::max(size, header_bytes);
    if (code == SQLITE_OK && rest < end) code = overwrite(file, real, rest, end);
    return code == SQLITE_OK ? real.xTruncate(file, size) : code;
}

}  // namespace earshot::store
