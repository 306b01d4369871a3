#include "node/store/database.hpp"

#include <cerrno>

namespace earshot::store {
namespace {

// The page cache serves one conversation's working set; the kernel's cache does the rest.
constexpr auto settings =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA wal_autocheckpoint = 0;"
    "PRAGMA journal_size_limit = 16777216;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA cache_size = -2048;";

/// Somebody who looks into the file with another program holds it for a moment only.
constexpr int busy_timeout_ms = 5000;

Error without_space() { return {ErrorKind::no_space, "the disk is full or read-only"}; }

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& path,
                                                 const std::string& vfs) {
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(
        path.c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        vfs.empty() ? nullptr : vfs.c_str());
    auto database = std::make_unique<Database>(handle);
    if (opened != SQLITE_OK) return database->error_of(opened);
    // SQLite opens what it may not write for reading, and would complain only later.
    if (sqlite3_db_readonly(handle, "main") == 1) return without_space();
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    EARSHOT_CHECK(database->run(settings));
    return database;
}

Result<void> Database::run(const char* sql) {
    if (broken_) return *broken_;
    const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(code);
    return {};
}

Error Database::error_of(int code) noexcept {
    const auto error = [&]() -> Error {
        switch (code & 0xff) {
            case SQLITE_FULL:
            case SQLITE_READONLY: return without_space();
            case SQLITE_CONSTRAINT: return {ErrorKind::conflict, "the rows contradict each other"};
            case SQLITE_CORRUPT: return {ErrorKind::io, "the database is damaged"};
            case SQLITE_NOTADB: return {ErrorKind::io, "the file is not a database"};
            case SQLITE_NOMEM: return {ErrorKind::io, "out of memory"};
            case SQLITE_BUSY:
            case SQLITE_LOCKED: return {ErrorKind::io, "another program holds the database"};
            case SQLITE_IOERR:
            case SQLITE_CANTOPEN:
                switch (handle_ ? sqlite3_system_errno(handle_.get()) : 0) {
                    case ENOSPC:
                    case EDQUOT:
                    case EROFS: return without_space();
                    default: return {ErrorKind::io, "the disk failed"};
                }
            default: return {ErrorKind::io, "the database failed"};
        }
    }();
    if (error.kind != ErrorKind::conflict) broken_ = error;
    return error;
}

void Database::mend() noexcept {
    broken_.reset();
    ++rollbacks_;
}

}  // namespace earshot::store
