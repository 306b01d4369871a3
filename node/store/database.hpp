#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.hpp"

/// One connection to a SQLite file, opened the way Earshot needs it: write-ahead log, every commit
/// synced, small caches, nothing memory-mapped, errors as ours. One thread at a time. Why each
/// setting is as it is: docs/adr/0008-sqlite-one-commit-a-turn.md.
namespace earshot::store {

class Database {
public:
    /// `vfs` names SQLite's operating system layer; empty is the usual one.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path,
                                                  const std::string& vfs = {});
    /// Takes a connection over; for `open`.
    explicit Database(sqlite3* handle) noexcept : handle_(handle) {}

    /// Runs statements without parameters and results.
    Result<void> run(const char* sql);

    /// What the error code of a call that just failed on this connection means.
    Error error_of(int code) noexcept;

    /// `io` and `no_space` break a turn: SQLite may have rolled it back already, so that later
    /// writes would be committed one by one. Everything fails with this until `mend`.
    const std::optional<Error>& broken() const noexcept { return broken_; }
    void mend() noexcept;

    /// Turns that were taken back: whoever caches rows forgets them when this changes.
    std::uint64_t rollbacks() const noexcept { return rollbacks_; }

    sqlite3* handle() const noexcept { return handle_.get(); }

private:
    struct Closer {
        void operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }
    };

    std::unique_ptr<sqlite3, Closer> handle_;
    std::optional<Error> broken_;
    std::uint64_t rollbacks_ = 0;
};

}  // namespace earshot::store
