#include "node/store/search_index.hpp"

#include "core/base/limits.hpp"
#include "node/store/sqlite_store.hpp"
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

/// FTS5 compares its index with the text of every message.
void check_complete(const std::filesystem::path& path) {
    RawDatabase raw(path);
    CHECK_NOTHROW(
        raw.run("INSERT INTO message_text(message_text, rank)"
                " VALUES ('integrity-check', 1)"));
    CHECK(raw.run("SELECT value FROM mark WHERE name = 'indexed_message'") ==
          raw.run("SELECT max(number) FROM message"));
}

}  // namespace

TEST_CASE("search index follows the messages step by step", "[search_index]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    {
        const auto store = open(path);
        CHECK(*store->index_step(10) == false);
        for (std::uint64_t number = 0; number < 25; ++number)
            REQUIRE(add_in_turn(store->stores(),
                                message(number, "naïve Привет number" + std::to_string(number))));
        CHECK(*store->index_step(10) == true);
        CHECK(*store->index_step(10) == true);
        CHECK(*store->index_step(10) == false);
        CHECK(*store->index_step(10) == false);
        REQUIRE(add_in_turn(store->stores(), message(100, std::string(60'000, 'y'))));
        REQUIRE(add_in_turn(store->stores(), message(101, "last")));
        CHECK(*store->index_step(10) == false);
    }
    check_complete(path);
    RawDatabase raw(path);
    const auto matches = [&](const std::string& words) {
        return raw.run("SELECT count(*) FROM message_text WHERE message_text MATCH '" + words +
                       "'");
    };
    CHECK(matches("naive") == "25");
    CHECK(matches("привет") == "25");
    CHECK(matches("number7") == "1");
    CHECK(matches("last") == "1");
    CHECK(matches("absent") == "0");
}

TEST_CASE("search index is complete for a search that follows at once", "[search_index]") {
    const support::TemporaryFolder folder;
    const auto store = open(folder.path() / "messages");
    const auto stores = store->stores();
    for (std::uint64_t number = 0; number < 3; ++number)
        REQUIRE(add_in_turn(stores, message(number, "just now")));
    REQUIRE(stores.transactions.begin());
    const auto found = stores.search.search({.terms = {{"now"}}});
    REQUIRE(found);
    CHECK(found->hits.size() == 3);
    REQUIRE(stores.transactions.commit());
    CHECK(*store->index_step(10) == false);
}

TEST_CASE("search index says nothing of matches in a text that has a zero", "[search_index]") {
    const support::TemporaryFolder folder;
    const auto store = open(folder.path() / "messages");
    const auto stores = store->stores();
    REQUIRE(add_in_turn(stores, message(1, std::string("one \0 two", 9))));
    REQUIRE(stores.transactions.begin());
    const auto found = stores.search.search({.terms = {{"two"}}});
    REQUIRE(found);
    for (const auto& hit : found->hits) CHECK(hit.matches.empty());
    REQUIRE(stores.transactions.commit());
}

TEST_CASE("search index goes on by time, a bounded piece at once", "[search_index]") {
    const support::TemporaryFolder folder;
    const auto store = open(folder.path() / "messages");
    const auto stores = store->stores();
    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.messages.put_conversation({}));
    constexpr std::uint64_t count = limits::searched_per_call_max + 10;
    for (std::uint64_t number = 0; number < count; ++number) {
        auto each = message(number, "same");
        each.sent = WallTime{Duration{static_cast<std::int64_t>(number)}};
        REQUIRE(stores.messages.add_message(each));
    }
    REQUIRE(stores.transactions.commit());
    while (*store->index_step(1000)) continue;
    REQUIRE(stores.transactions.begin());
    Search search{.terms = {{"same"}}, .until = WallTime{Duration{5}}};
    auto found = stores.search.search(search);
    REQUIRE(found);
    CHECK(found->hits.empty());
    REQUIRE(found->next == message_id(10));
    search.before = found->next;
    found = stores.search.search(search);
    REQUIRE(found);
    CHECK(found->hits.size() == 5);
    CHECK_FALSE(found->next);
    REQUIRE(stores.transactions.commit());
}

TEST_CASE("search index forgets what is removed, and finds what comes after it", "[search_index]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    {
        const auto store = open(path);
        for (std::uint64_t number = 0; number < 3; ++number)
            REQUIRE(add_in_turn(store->stores(), message(number, "before")));
        REQUIRE(store->index_step(2));  // One of them is not indexed yet.
        const auto stores = store->stores();
        REQUIRE(stores.transactions.begin());
        REQUIRE(stores.messages.remove_conversation(message(0, "").conversation));
        REQUIRE(stores.transactions.commit());
        REQUIRE(add_in_turn(store->stores(), message(7, "after")));
        REQUIRE(store->index_step(10));
    }
    check_complete(path);
    RawDatabase raw(path);
    CHECK(raw.run("SELECT count(*) FROM message_text WHERE message_text MATCH 'before'") == "0");
    CHECK(raw.run("SELECT count(*) FROM message_text WHERE message_text MATCH 'after'") == "1");
}

TEST_CASE("search index stays consistent when the power fails in the middle", "[search_index]") {
    const auto spared = GENERATE(range(0, 10));
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    support::FaultyVfs disk;
    auto store = open(path, disk.name());
    for (std::uint64_t number = 0; number < 40; ++number)
        REQUIRE(add_in_turn(store->stores(), message(number, "word" + std::to_string(number))));
    REQUIRE(store->index_step(7));
    disk.break_disk(support::FaultyVfs::Fault::failing, static_cast<std::uint64_t>(spared));
    while (true) {
        const auto more = store->index_step(7);
        if (!more || !*more) break;
    }
    disk.cut_power();
    store.reset();
    disk.heal();
    disk.lose_unsynced(static_cast<std::uint64_t>(spared));

    store = open(path, disk.name());
    CHECK(count_messages(store->stores()) == 40);
    while (true) {
        const auto more = store->index_step(7);
        REQUIRE(more);
        if (!*more) break;
    }
    store.reset();
    check_complete(path);
}

}  // namespace earshot::store
