#pragma once

#include <sqlite3.h>

#include "node/store/database.hpp"

/// A connection's write-ahead log, whose bytes are overwritten before SQLite cuts them off: what
/// was replaced long ago would otherwise stay on the disk in blocks that belong to no file. SQLite
/// cuts the log off while it holds all its locks, so nobody reads what is overwritten.
namespace earshot::store {

class ErasedLog {
public:
    /// From now on, and as long as this lives; `connection` outlives it. An Error is the
    /// database's; then nothing is overwritten.
    Result<void> attach(Database& connection);
    ErasedLog() = default;
    ErasedLog(const ErasedLog&) = delete;
    ErasedLog& operator=(const ErasedLog&) = delete;
    ~ErasedLog();

private:
    /// SQLite's own methods for the file, but for one. It finds what stands beside them here.
    struct Methods : sqlite3_io_methods {
        const sqlite3_io_methods* real = nullptr;
    };

    static int truncate(sqlite3_file* file, sqlite3_int64 size);

    sqlite3_file* file_ = nullptr;
    Methods methods_{};
};

}  // namespace earshot::store
