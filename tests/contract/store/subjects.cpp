#include <filesystem>

#include "core/store/memory_store.hpp"
#include "node/store/sqlite_store.hpp"
#include "tests/contract/store/subject.hpp"
#include "tests/support/faulty_vfs.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store::contract {
namespace {

class InMemory final : public Subject {
public:
    Stores stores() override { return store_.stores(); }
    void restart() override { store_.crash(); }
    bool break_disk() override {
        store_.fail_next_write(ErrorKind::io);
        return true;
    }

private:
    MemoryStore store_;
};

std::unique_ptr<SqliteStore> open(const std::filesystem::path& path, const std::string& vfs = {}) {
    auto store = SqliteStore::open(path, vfs);
    if (!store) FAIL(store.error().what);
    return *std::move(store);
}

class InSqlite final : public Subject {
public:
    /// With keys sealed, or as they are.
    explicit InSqlite(bool seals_keys) : seals_keys_(seals_keys) { open_again(); }
    Stores stores() override { return store_->stores(); }

    /// What a killed process leaves: the files as they are, nothing closed.
    void restart() override {
        const auto old = path();
        ++life_;
        for (const auto* end : {"", "-wal"})
            if (std::filesystem::exists(old.string() + end))
                std::filesystem::copy_file(old.string() + end, path().string() + end);
        store_.reset();
        open_again();
    }

private:
    void open_again() {
        store_ = open(path());
        constexpr std::array<std::byte, DataKey::size> bytes{std::byte{7}};
        if (seals_keys_) store_->seal_keys(DataKey{bytes}, entropy_);
    }
    std::filesystem::path path() const {
        return folder_.path() / ("messages-" + std::to_string(life_));
    }

    support::TemporaryFolder folder_;
    crypto::SystemEntropy entropy_;
    bool seals_keys_;
    int life_ = 0;
    std::unique_ptr<SqliteStore> store_;
};

/// Every restart is a power cut that loses and tears what was not synced.
class OnFaultyDisk final : public Subject {
public:
    Stores stores() override { return store_->stores(); }
    void restart() override {
        disk_.cut_power();
        store_.reset();
        disk_.lose_unsynced(++cuts_);
        store_ = open(folder_.path() / "messages", disk_.name());
    }
    bool break_disk() override {
        disk_.break_disk(support::FaultyVfs::Fault::failing);
        return true;
    }
    void heal_disk() override { disk_.heal(); }

private:
    support::TemporaryFolder folder_;
    support::FaultyVfs disk_;
    std::uint64_t cuts_ = 0;
    std::unique_ptr<SqliteStore> store_ = open(folder_.path() / "messages", disk_.name());
};

}  // namespace

const std::vector<Maker>& subjects() {
    static const std::vector<Maker> all{
        {"in memory", [] { return std::make_unique<InMemory>(); }},
        {"in SQLite", [] { return std::make_unique<InSqlite>(false); }},
        {"in SQLite, keys sealed", [] { return std::make_unique<InSqlite>(true); }},
        {"in SQLite on a disk that loses power", [] { return std::make_unique<OnFaultyDisk>(); }},
    };
    return all;
}

}  // namespace earshot::store::contract
