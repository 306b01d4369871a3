#include "node/store/schema.hpp"

#include <fstream>

#include "node/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/unit/node/store/rows.hpp"

namespace earshot::store {
namespace {

void migrate_to(std::size_t steps, const std::filesystem::path& path) {
    auto database = Database::open(path);
    REQUIRE(database);
    REQUIRE(migrate(**database, schema_steps().first(steps)));
}

/// A file as the first step left it, with one message in it.
void make_first_version(const std::filesystem::path& path) {
    migrate_to(1, path);
    RawDatabase raw(path);
    raw.run(
        "INSERT INTO conversation VALUES (1, zeroblob(32), 0, zeroblob(32), 0, 0, 0, NULL);"
        "INSERT INTO message VALUES (1, zeroblob(32), 1, zeroblob(32), -9223372036854775807,"
        " 1, 2, 3, 0, 'from long ago')");
    REQUIRE(raw.run("PRAGMA user_version") == "1");
}

}  // namespace

TEST_CASE("schema brings an older file up to date and keeps what it holds", "[schema]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    make_first_version(path);
    {
        auto store = SqliteStore::open(path);
        REQUIRE(store);
        const auto found = (*store)->stores().messages.find_message(MessageId{});
        REQUIRE(found);
        REQUIRE(*found);
        CHECK((*found)->text == "from long ago");
        CHECK((*found)->hlc == 1);
        CHECK_FALSE((*found)->origin);
        CHECK((*store)->index_step(10));
    }
    RawDatabase raw(path);
    CHECK(raw.run("PRAGMA user_version") == std::to_string(schema_steps().size()));
    CHECK(raw.run("SELECT count(*) FROM message_text WHERE message_text MATCH 'ago'") == "1");
}

TEST_CASE("schema indexes anew what an older index held", "[schema]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    make_first_version(path);
    migrate_to(6, path);
    RawDatabase(path).run(
        "INSERT INTO message_text(rowid, text) SELECT number, text FROM message;"
        "UPDATE mark SET value = 1 WHERE name = 'indexed_message'");
    {
        auto store = SqliteStore::open(path);
        REQUIRE(store);
        CHECK((*store)->index_step(10));
    }
    RawDatabase raw(path);
    CHECK(raw.run("SELECT count(*) FROM message_text WHERE message_text MATCH"
                  " 'text : (\"ago\") AND place : \"c1\"'") == "1");
    CHECK(raw.run("SELECT value FROM mark WHERE name = 'indexed_message'") == "1");
}

TEST_CASE("schema keeps what waits, in its order", "[schema]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    make_first_version(path);
    migrate_to(7, path);
    RawDatabase(path).run(
        "INSERT INTO outgoing(position, recipient, id, kind, queued, payload, sealed_for,"
        " sealed) VALUES (9, zeroblob(32), randomblob(32), 1, 3, x'02', zeroblob(16), x'53'),"
        " (4, zeroblob(32), randomblob(32), 1, 2, x'01', zeroblob(16), x'')");
    auto store = SqliteStore::open(path);
    REQUIRE(store);
    auto& outbox = (*store)->stores().outbox;
    const auto waiting = outbox.outgoing_after(PersonId{}, 0, 10, 1000);
    REQUIRE(waiting);
    REQUIRE(waiting->size() == 2);
    CHECK((*waiting)[0].position == 4);
    CHECK((*waiting)[0].payload == Bytes{std::byte{1}});
    CHECK((*waiting)[1].seal.recipe == Bytes{std::byte{0x53}});
    const auto added = outbox.add_outgoing({.to = PersonId{}, .id = MessageId{}, .kind = 1});
    REQUIRE(added);
    CHECK(*added == 10);
}

TEST_CASE("schema refuses a newer file and leaves it alone", "[schema]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    REQUIRE(SqliteStore::open(path));
    RawDatabase(path).run("PRAGMA user_version = 1000");
    const auto store = SqliteStore::open(path);
    REQUIRE_FALSE(store);
    CHECK(store.error() ==
          Error{ErrorKind::refused, "the database was written by a newer version of Earshot"});
    CHECK(RawDatabase(path).run("PRAGMA user_version") == "1000");
}

TEST_CASE("schema refuses another program's database and files that are none", "[schema]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    SECTION("a database") {
        RawDatabase(path).run("CREATE TABLE photo(id); INSERT INTO photo VALUES (1)");
        const auto store = SqliteStore::open(path);
        REQUIRE_FALSE(store);
        CHECK(store.error().kind == ErrorKind::refused);
        CHECK(RawDatabase(path).run("SELECT count(*) FROM photo") == "1");
    }
    SECTION("a text") {
        std::ofstream(path) << std::string(5000, 'x');
        const auto store = SqliteStore::open(path);
        REQUIRE_FALSE(store);
        CHECK(store.error() == Error{ErrorKind::io, "the file is not a database"});
    }
}

TEST_CASE("schema takes each step whole or not at all", "[schema]") {
    const support::TemporaryFolder folder;
    const auto path = folder.path() / "messages";
    make_first_version(path);
    const std::array<const char*, 3> steps{
        schema_steps()[0], "CREATE TABLE extra(id BLOB) STRICT; DELETE FROM message",
        "INSERT INTO extra VALUES (x'00'); CREATE TABLE person(id BLOB)"};
    {
        auto database = Database::open(path);
        REQUIRE(database);
        CHECK_FALSE(migrate(**database, steps));  // The third makes a table that is there.
    }
    RawDatabase raw(path);
    CHECK(raw.run("PRAGMA user_version") == "2");
    CHECK(raw.run("SELECT count(*) FROM message") == "0");
    CHECK(raw.run("SELECT count(*) FROM extra") == "0");
}

}  // namespace earshot::store
