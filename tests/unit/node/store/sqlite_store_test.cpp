#include "node/store/sqlite_store.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "tests/support/faulty_vfs.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/node/store/rows.hpp"

namespace earshot::store {
namespace {

std::unique_ptr<SqliteStore> open(const std::filesystem::path& path, const std::string& vfs = {}) {
    auto store = SqliteStore::open(path, vfs);
    if (!store) FAIL(store.error().what);
    return *std::move(store);
}

}  // namespace

TEST_CASE("sqlite store does not touch the disk for a turn that wrote nothing", "[sqlite_store]") {
    const support::TemporaryFolder folder;
    support::FaultyVfs disk;
    const auto store = open(folder.path() / "messages", disk.name());
    const auto stores = store->stores();
    REQUIRE(add_in_turn(stores, message(1)));
    const auto before = disk.operations();
    REQUIRE(stores.transactions.begin());
    CHECK(count_messages(stores) == 1);
    CHECK(*stores.outbox.remove_outgoing(message_id(9)) == false);
    CHECK(stores.refs.forget_refs_before(WallTime{}));
    CHECK(stores.events.trim_events(5));
    CHECK(stores.settings.remove_setting("none"));
    REQUIRE(stores.transactions.commit());
    CHECK(disk.operations() == before);

    REQUIRE(add_in_turn(stores, message(2)));
    CHECK(disk.operations() > before);
}

TEST_CASE("sqlite store says what a broken disk means and loses nothing", "[sqlite_store]") {
    using Fault = support::FaultyVfs::Fault;
    const auto fault =
        GENERATE(Fault::full, Fault::short_write, Fault::failing, Fault::not_syncing);
    const bool is_full = fault == Fault::full || fault == Fault::short_write;
    const support::TemporaryFolder folder;
    support::FaultyVfs disk;
    auto store = open(folder.path() / "messages", disk.name());
    std::size_t kept = 0;
    for (std::uint64_t spared = 0; spared < 12; ++spared) {
        REQUIRE(add_in_turn(store->stores(), message(kept)));
        ++kept;
        disk.break_disk(fault, spared);
        const auto result = add_in_turn(store->stores(), message(1000 + spared));
        // Enough was spared for the whole turn when it went well, and then it counts.
        if (result) {
            disk.heal();
            ++kept;
            continue;
        }
        CHECK(result.error().kind == (is_full ? ErrorKind::no_space : ErrorKind::io));
        // Until it is rolled back, the turn accepts nothing: it would be committed on its own.
        CHECK_FALSE(store->stores().settings.put_setting("name", "Ada"));
        store->stores().transactions.rollback();
        CHECK(count_messages(store->stores()) == kept);
        disk.heal();
        CHECK_FALSE(*store->stores().settings.find_setting("name"));
        REQUIRE(add_in_turn(store->stores(), message(2000 + spared)));
        ++kept;
    }
    CHECK(count_messages(store->stores()) == kept);
    disk.cut_power();
    store.reset();
    disk.lose_unsynced(1);
    store = open(folder.path() / "messages", disk.name());
    CHECK(count_messages(store->stores()) == kept);
}

TEST_CASE("sqlite store keeps every commit through power cuts", "[sqlite_store]") {
    const auto seed = GENERATE(range(0, 12));
    INFO("seed " << seed);
    const support::TemporaryFolder folder;
    support::FaultyVfs disk;
    std::size_t kept = 0;
    for (int cut = 0; cut < 4; ++cut) {
        auto store = open(folder.path() / "messages", disk.name());
        REQUIRE(count_messages(store->stores()) == kept);
        for (int i = 0; i < 5 + seed; ++i) {
            REQUIRE(add_in_turn(store->stores(), message(kept, std::string(3000, 'x'))));
            ++kept;
        }
        REQUIRE(store->stores().transactions.begin());
        REQUIRE(store->stores().messages.add_message(message(kept)));
        disk.cut_power();
        store.reset();
        disk.lose_unsynced(static_cast<std::uint64_t>(seed * 10 + cut));
    }
    auto store = open(folder.path() / "messages", disk.name());
    CHECK(count_messages(store->stores()) == kept);
    store.reset();
    CHECK(RawDatabase(folder.path() / "messages").run("PRAGMA integrity_check") == "ok");
}

TEST_CASE("sqlite store keeps its log short under load", "[sqlite_store]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    const auto store = open(path);
    std::uint64_t number = 0;
    std::uintmax_t log_max = 0;
    for (int turn = 0; turn < 200; ++turn) {
        REQUIRE(store->stores().transactions.begin());
        REQUIRE(store->stores().messages.put_conversation({}));
        for (int i = 0; i < 10; ++i)
            REQUIRE(store->stores().messages.add_message(
                message(++number * 0x9e3779b97f4a7c15, std::string(20'000, 'x'))));
        REQUIRE(store->stores().transactions.commit());
        log_max = std::max(log_max, std::filesystem::file_size(path.string() + "-wal"));
    }
    // 40 MB went through it; 8 MiB are due, and what comes while the thread works is little.
    CHECK(log_max < 20u * 1024 * 1024);
    CHECK(count_messages(store->stores()) == number);
}

TEST_CASE("sqlite store finds and changes messages whatever was written since", "[sqlite_store]") {
    const support::TemporaryFolder folder;
    const auto store = open(folder.path() / "messages");
    auto& messages = store->stores().messages;
    constexpr std::uint64_t count = 200;  // Of 20 kB each: twice what is kept in memory.
    REQUIRE(store->stores().transactions.begin());
    REQUIRE(messages.put_conversation({}));
    for (std::uint64_t i = 0; i < count; ++i)
        REQUIRE(messages.add_message(message(i, std::string(20'000, 'x'))));
    for (std::uint64_t i = 0; i < count; ++i)
        REQUIRE(messages.set_state(message_id(i), {MessageState::delivered}));
    REQUIRE(store->stores().transactions.commit());
    for (std::uint64_t i = 0; i < count; ++i) {
        auto expected = message(i, std::string(20'000, 'x'));
        expected.state = MessageState::delivered;
        REQUIRE(messages.find_message(message_id(i)));
        CHECK((*messages.find_message(message_id(i)) == expected));
    }
    const auto page = messages.page({}, {.before = {}, .limit = count});
    REQUIRE(page);
    CHECK(std::ranges::count(*page, MessageState::delivered, &Message::state) == count);
}

TEST_CASE("sqlite store finds malformed rows out", "[sqlite_store]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    {
        const auto store = open(path);
        REQUIRE(add_in_turn(store->stores(), message(1)));
        REQUIRE(store->stores().transactions.begin());
        REQUIRE(store->stores().people.put_person({}));
        REQUIRE(store->stores().events.append_event({}));
        REQUIRE(store->stores().transactions.commit());
    }
    const auto* spoil =
        GENERATE("UPDATE message SET state = 77", "UPDATE message SET state = -1",
                 "UPDATE message SET author = x'0102'", "UPDATE conversation SET kind = 2",
                 "UPDATE conversation SET peer = zeroblob(33)", "UPDATE person SET verified = 2",
                 "UPDATE conversation SET last = x''", "UPDATE person SET state = 4",
                 "UPDATE event SET kind = 0");
    INFO(spoil);
    RawDatabase(path).run(spoil);
    const auto store = open(path);
    const auto stores = store->stores();
    const bool everything_reads = stores.messages.page({}, {}) && stores.messages.conversations() &&
                                  stores.people.people() && stores.events.events_since(0, 9);
    CHECK_FALSE(everything_reads);
}

TEST_CASE("sqlite store finds a damaged file out", "[sqlite_store]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    {
        const auto store = open(path);
        for (std::uint64_t number = 0; number < 200; ++number)
            REQUIRE(add_in_turn(store->stores(), message(number, std::string(500, 'x'))));
    }
    auto size = std::filesystem::file_size(path);
    REQUIRE(size > 40'000);
    {
        auto* file = std::fopen(path.c_str(), "r+");
        REQUIRE(file);
        for (long page = 2; page < static_cast<long>(size / 4096); ++page) {
            std::fseek(file, page * 4096, SEEK_SET);
            std::fputs("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", file);
        }
        std::fclose(file);
    }
    auto store = SqliteStore::open(path);
    if (store) {
        const auto messages = (*store)->stores().messages.page({}, {});
        REQUIRE_FALSE(messages);
        CHECK(messages.error().kind == ErrorKind::io);
    } else {
        CHECK(store.error().kind == ErrorKind::io);
    }
}

TEST_CASE("sqlite store holds nothing that deleted text leaves behind", "[sqlite_store]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    {
        const auto store = open(path);
        const auto stores = store->stores();
        REQUIRE(stores.transactions.begin());
        const auto payload = to_bytes(bytes_of("the-secret-payload"));
        REQUIRE(stores.outbox.add_outgoing({.id = message_id(1), .payload = payload}));
        REQUIRE(stores.transactions.commit());
        REQUIRE(stores.transactions.begin());
        REQUIRE(*stores.outbox.remove_outgoing(message_id(1)));
        REQUIRE(stores.transactions.commit());
    }
    std::ifstream file(path, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(file), {}};
    REQUIRE(whole.size() > 4096);
    CHECK(whole.find("the-secret-payload") == std::string::npos);
}

}  // namespace earshot::store
