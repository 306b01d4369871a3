#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "core/store/store.hpp"
#include "crypto/entropy.hpp"
#include "node/store/checkpointer.hpp"
#include "node/store/keys_format.hpp"

/// All of core/store in one SQLite file, with a thread that keeps its log short. Everything else is
/// on the caller's thread, the engine's.
namespace earshot::store {

class SqliteStore {
public:
    /// Opens, makes or migrates. `refused`: written by a newer Earshot, or not ours; `no_space`:
    /// the disk is full or read-only; `io`. `vfs` names SQLite's operating system layer.
    static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& path,
                                                     const std::string& vfs = {});
    struct Parts;
    explicit SqliteStore(std::unique_ptr<Parts> parts);  ///< For `open`.
    ~SqliteStore();

    /// From now on keys of messages are sealed with this one. Before `stores`; `entropy` outlives
    /// the store.
    void seal_keys(DataKey key, crypto::Entropy& entropy);

    /// References into this store.
    Stores stores() noexcept;

    /// Between two turns, when nothing waits: makes some messages searchable. True while there is
    /// more to do. After an error call again later.
    Result<bool> index_step(std::size_t limit);

    /// Beside the turns: what was replaced and deleted until now leaves the log as well, unless
    /// somebody else is reading the file. Destruction does the same. Waits for nobody.
    void erase_log() noexcept;
    /// How the last such order went.
    Erasing erasing() const noexcept;

private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace earshot::store
