/// What was replaced leaves the disk: keys of messages that were read, above all.
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "node/store/sqlite_store.hpp"
#include "tests/support/faulty_vfs.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/node/store/rows.hpp"

namespace earshot::store {
namespace {

using Paths = std::vector<std::filesystem::path>;

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

DeviceId device(std::size_t number) {
    DeviceId id;
    id.bytes[0] = static_cast<std::byte>(number);
    return id;
}

/// A profile with a store in it, and all that its tables of keys ever held, as it lay on the disk.
class Subject {
public:
    explicit Subject(const std::string& vfs = {}) : vfs_(vfs) { start(); }

    void start() {
        auto opened = SqliteStore::open(path(), vfs_);
        if (!opened) FAIL(opened.error().what);
        store_ = *std::move(opened);
        store_->seal_keys(DataKey{std::array<std::byte, DataKey::size>{}}, entropy_);
    }
    void stop() { store_.reset(); }

    std::filesystem::path path() const { return folder_.path() / "messages.db"; }
    std::filesystem::path log() const { return path().string() + "-wal"; }
    SqliteStore& store() { return *store_; }

    /// One turn that gives every session another state, every prekey other keys.
    Result<void> replace(std::size_t round) {
        const auto stores = store_->stores();
        EARSHOT_CHECK(stores.transactions.begin());
        for (std::size_t i = 0; i < 12; ++i) {
            // Sessions that wait for messages grow and shrink by thousands of bytes.
            const Bytes state(300 + 4000 * ((round + i) % 4), std::byte{7});
            EARSHOT_CHECK(stores.sessions.put_session({device(i), {std::byte{9}}, state}));
            const PrekeyRow prekey{static_cast<std::uint32_t>(i + 1), device(i), Bytes(32), {}};
            EARSHOT_CHECK(stores.sessions.put_prekey(prekey));
            EARSHOT_CHECK(stores.sessions.put_peer_keys(device(i), Bytes(200)));
        }
        return stores.transactions.commit();
    }

    /// The sealed rows as they are now, each by 40 bytes out of its middle.
    std::vector<std::string> rows() const {
        std::vector<std::string> all;
        sqlite3* handle = nullptr;
        REQUIRE(sqlite3_open(path().c_str(), &handle) == SQLITE_OK);
        const auto keep = [](void* target, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(target)->emplace_back(values[0]);
            return 0;
        };
        for (const auto* query :
             {"SELECT lower(hex(substr(state, length(state) / 2, 40))) FROM session",
              "SELECT lower(hex(substr(keys, 20, 40))) FROM prekey",
              "SELECT lower(hex(substr(keys, 100, 40))) FROM peer_keys"})
            REQUIRE(sqlite3_exec(handle, query, keep, &all, nullptr) == SQLITE_OK);
        sqlite3_close(handle);
        for (auto& row : all) {
            const auto bytes = *from_hex(row);
            row.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        }
        return all;
    }

    Paths files() const {
        Paths all;
        for (const auto& each : std::filesystem::directory_iterator(folder_.path()))
            all.push_back(each.path());
        return all;
    }

    /// Until the thread has done what it was told.
    Erasing erase() {
        store_->erase_log();
        while (store_->erasing() == Erasing::ordered) std::this_thread::yield();
        return store_->erasing();
    }

private:
    support::TemporaryFolder folder_;
    std::string vfs_;
    support::SeededEntropy entropy_{1};
    std::unique_ptr<SqliteStore> store_;
};

std::size_t count_found(const std::vector<std::string>& rows, const Paths& files) {
    std::size_t found = 0;
    for (const auto& path : files) {
        const auto whole = read_file(path);
        for (const auto& row : rows)
            if (whole.find(row) != std::string::npos) ++found;
    }
    return found;
}

}  // namespace

TEST_CASE("no key that was replaced is in any file once the log was erased", "[store]") {
    Subject subject;
    std::vector<std::string> old;
    for (std::size_t round = 0; round < 20; ++round) {
        REQUIRE(subject.replace(round));
        const auto now = subject.rows();
        REQUIRE(now.size() == 36);
        old.insert(old.end(), now.begin(), now.end());
    }
    REQUIRE(subject.replace(20));
    REQUIRE(count_found(old, subject.files()) > 200);  // The weakness that this is about.

    REQUIRE(subject.erase() == Erasing::done);
    CHECK(count_found(old, subject.files()) == 0);
    CHECK(count_found(subject.rows(), subject.files()) == 36);

    // And again, with a log that began anew.
    old = subject.rows();
    REQUIRE(subject.replace(21));
    REQUIRE(count_found(old, subject.files()) > 0);
    REQUIRE(subject.erase() == Erasing::done);
    CHECK(count_found(old, subject.files()) == 0);
}

TEST_CASE("a store that is closed leaves no key behind that was replaced", "[store]") {
    Subject subject;
    REQUIRE(subject.replace(0));
    const auto old = subject.rows();
    REQUIRE(subject.replace(1));
    // SQLite deletes the log at the end: what that leaves shows under another name.
    std::filesystem::create_hard_link(subject.log(), subject.log().string() + ".kept");
    REQUIRE(count_found(old, subject.files()) > 0);
    subject.stop();
    CHECK(count_found(old, subject.files()) == 0);
}

TEST_CASE("what somebody reads is erased when they have read it, and no turn waits for them",
          "[store]") {
    Subject subject;
    REQUIRE(subject.replace(0));
    const auto old = subject.rows();
    RawDatabase reader(subject.path());
    reader.run("BEGIN; SELECT count(*) FROM session;");
    REQUIRE(subject.replace(1));
    for (std::size_t round = 2; round < 6; ++round) {
        CHECK(subject.erase() == Erasing::failed);
        REQUIRE(subject.replace(round));
    }
    CHECK(reader.run("SELECT count(*) FROM prekey") == "12");
    CHECK(count_found(old, subject.files()) > 0);
    reader.run("COMMIT");
    CHECK(subject.erase() == Erasing::done);
    CHECK(count_found(old, subject.files()) == 0);
}

TEST_CASE("the log is overwritten before its room is given back", "[store]") {
    support::FaultyVfs disk;
    Subject subject(disk.name());
    REQUIRE(subject.replace(0));
    std::size_t overwritten = 0;
    for (std::uint64_t spared = 0; overwritten == 0; ++spared) {
        REQUIRE(spared < 1000);
        disk.break_disk(support::FaultyVfs::Fault::not_syncing, spared);
        const auto erased = subject.erase();
        disk.heal();
        const auto log = read_file(subject.log());
        const bool is_zeros = log.find_first_not_of('\0') == std::string::npos;
        if (erased == Erasing::failed && !log.empty() && is_zeros) ++overwritten;
        REQUIRE(subject.replace(spared));  // It goes on, whatever became of the log.
    }
    CHECK(subject.erase() == Erasing::done);
}

TEST_CASE("a power cut while the log is overwritten loses nothing", "[store]") {
    const auto seed = GENERATE(range(0, 5));
    support::FaultyVfs disk;
    for (std::uint64_t spared = 0; spared < 250; spared += 5) {
        INFO("seed " << seed << ", spared " << spared);
        Subject subject(disk.name());
        for (std::size_t round = 0; round < 3; ++round) REQUIRE(subject.replace(round));
        const auto rows = subject.rows();
        disk.break_disk(support::FaultyVfs::Fault::failing,
                        spared + static_cast<std::uint64_t>(seed));
        subject.erase();
        disk.cut_power();
        subject.stop();
        disk.heal();
        disk.lose_unsynced(static_cast<std::uint64_t>(seed) * 1000 + spared);
        subject.start();
        const bool is_as_before = subject.rows() == rows;
        CHECK(is_as_before);
        CHECK(RawDatabase(subject.path()).run("PRAGMA integrity_check") == "ok");
    }
}

}  // namespace earshot::store
