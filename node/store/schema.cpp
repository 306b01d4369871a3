#include "node/store/schema.hpp"

#include <array>
#include <cstdint>
#include <string>

#include "node/store/statement.hpp"

namespace earshot::store {
namespace {

/// "EARS": tells our files from other people's.
constexpr std::int64_t application_id = 0x45415253;

// Message and outgoing rows keep SQLite's own row number: ids are random, so a table ordered by
// them would touch a page per row. `hlc` is stored as Ordered, so it counts from the smallest
// integer.
constexpr auto first_step = R"sql(
CREATE TABLE person(
    id BLOB PRIMARY KEY, account_key BLOB NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL,
    verified INTEGER NOT NULL, first_met INTEGER NOT NULL, last_seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE device(
    id BLOB PRIMARY KEY, person BLOB NOT NULL, link_key BLOB NOT NULL, card_seq INTEGER NOT NULL,
    card BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE address(
    device BLOB NOT NULL, address BLOB NOT NULL, scope INTEGER NOT NULL, port INTEGER NOT NULL,
    worked INTEGER NOT NULL, PRIMARY KEY(device, address, scope, port)
) STRICT, WITHOUT ROWID;
CREATE TABLE seed(address TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE conversation(
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, peer BLOB NOT NULL,
    last_hlc INTEGER NOT NULL, own_seq INTEGER NOT NULL, unread INTEGER NOT NULL, last BLOB
) STRICT;
CREATE TABLE message(
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
    conversation INTEGER NOT NULL REFERENCES conversation(number), author BLOB NOT NULL,
    hlc INTEGER NOT NULL, author_seq INTEGER NOT NULL, sent INTEGER NOT NULL,
    stored INTEGER NOT NULL, state INTEGER NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX message_order ON message(conversation, hlc, id);
CREATE TABLE outgoing(
    position INTEGER PRIMARY KEY, recipient BLOB NOT NULL, id BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL, queued INTEGER NOT NULL, payload BLOB NOT NULL
) STRICT;
CREATE INDEX outgoing_recipient ON outgoing(recipient);
CREATE TABLE seen(
    device BLOB NOT NULL, id BLOB NOT NULL, time INTEGER NOT NULL, PRIMARY KEY(device, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE event(
    seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, subject BLOB NOT NULL, detail TEXT NOT NULL,
    time INTEGER NOT NULL
) STRICT;
CREATE TABLE event_consumer(name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ref(
    ref TEXT PRIMARY KEY, request_hash BLOB NOT NULL, result BLOB NOT NULL, made INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ref_made ON ref(made);
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- Numbers that must survive even when the rows they count are gone.
CREATE TABLE mark(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO mark VALUES ('last_event', 0);
)sql";

// The index reads its text from `message` and is filled when there is nothing else to do; the mark
// says up to which message.
constexpr auto search_step = R"sql(
CREATE VIRTUAL TABLE message_text USING fts5(
    text, content='message', content_rowid='number', tokenize='unicode61 remove_diacritics 2');
INSERT INTO mark VALUES ('indexed_message', 0);
)sql";

constexpr auto alias_step = "ALTER TABLE person ADD COLUMN alias TEXT NOT NULL DEFAULT ''";

constexpr auto session_step = R"sql(
CREATE TABLE session(
    device BLOB NOT NULL, id BLOB NOT NULL, state BLOB NOT NULL, PRIMARY KEY(device, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_id ON session(id);
CREATE TABLE prekey(
    id INTEGER PRIMARY KEY, reserved_for BLOB, keys BLOB NOT NULL, made INTEGER NOT NULL
) STRICT;
CREATE INDEX prekey_reserved ON prekey(reserved_for);
CREATE TABLE peer_keys(device BLOB PRIMARY KEY, keys BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE first_seen(first BLOB PRIMARY KEY, prekey INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX first_seen_prekey ON first_seen(prekey);
ALTER TABLE outgoing
    ADD COLUMN sealed_for BLOB NOT NULL DEFAULT x'00000000000000000000000000000000';
ALTER TABLE outgoing ADD COLUMN sealed BLOB NOT NULL DEFAULT x'';
)sql";

// Envelopes: held for others, deposited with others, and collected from others. Bytes stand in
// tables of their own, so that what is asked for often is read without them.
constexpr auto envelope_step = R"sql(
CREATE TABLE held(
    id BLOB PRIMARY KEY, depositor BLOB NOT NULL, recipient BLOB NOT NULL,
    purge_hash BLOB NOT NULL, bytes INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE held_envelope(
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, envelope BLOB NOT NULL) STRICT;
CREATE TABLE purged(
    id BLOB PRIMARY KEY, depositor BLOB NOT NULL, secret BLOB NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE held_age(
    one INTEGER PRIMARY KEY CHECK (one = 1), counted INTEGER NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE TABLE deposit(
    position INTEGER PRIMARY KEY AUTOINCREMENT, message BLOB NOT NULL UNIQUE,
    recipient BLOB NOT NULL, kind INTEGER NOT NULL, life_hours INTEGER NOT NULL,
    secret BLOB NOT NULL, is_over INTEGER NOT NULL
) STRICT;
CREATE TABLE deposit_content(
    number INTEGER PRIMARY KEY, message BLOB NOT NULL UNIQUE, content BLOB NOT NULL) STRICT;
CREATE TABLE deposit_copy(
    message BLOB NOT NULL, carrier BLOB NOT NULL, envelope BLOB NOT NULL,
    is_held INTEGER NOT NULL, PRIMARY KEY(message, carrier)
) STRICT, WITHOUT ROWID;
CREATE TABLE collected(
    number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, secret BLOB NOT NULL,
    is_stored INTEGER NOT NULL
) STRICT;
)sql";

// What was read, by us and by the other side. What an older file holds counts as unread here; there
// 0 as an HLC is the smallest integer, as everywhere.
constexpr auto reading_step = R"sql(
ALTER TABLE conversation ADD COLUMN newest BLOB;
ALTER TABLE conversation ADD COLUMN active INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN heard_hlc INTEGER;
ALTER TABLE conversation ADD COLUMN heard_id BLOB;
ALTER TABLE conversation ADD COLUMN read_hlc INTEGER;
ALTER TABLE conversation ADD COLUMN read_id BLOB;
ALTER TABLE conversation ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN first_unread_hlc INTEGER;
ALTER TABLE conversation ADD COLUMN first_unread_id BLOB;
ALTER TABLE conversation ADD COLUMN mark_untold INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN mark_waiting BLOB;
ALTER TABLE conversation ADD COLUMN peer_read_hlc INTEGER;
ALTER TABLE conversation ADD COLUMN peer_read_id BLOB;
ALTER TABLE conversation ADD COLUMN peer_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation
    ADD COLUMN peer_settled INTEGER NOT NULL DEFAULT -9223372036854775808;
UPDATE conversation SET
    newest = (SELECT id FROM message WHERE conversation = conversation.number
              ORDER BY hlc DESC, id DESC LIMIT 1),
    active = (SELECT coalesce(max(stored), 0) FROM message
              WHERE conversation = conversation.number),
    (heard_hlc, heard_id) = (SELECT hlc, id FROM message
              WHERE conversation = conversation.number AND author = peer
              ORDER BY hlc DESC, id DESC LIMIT 1);
UPDATE conversation SET
    (first_unread_hlc, first_unread_id) = (SELECT hlc, id FROM message
              WHERE conversation = conversation.number AND author = peer ORDER BY hlc, id LIMIT 1)
    WHERE unread > 0;
)sql";

// Where a message stands and who wrote it are words of the index, too, so that looking in one
// conversation costs no more than what is found there. Beginnings of words have an index of their
// own: many begin with the same letters. All messages are indexed anew, when there is time.
constexpr auto search_places_step = R"sql(
DROP TABLE message_text;
CREATE VIEW message_words AS
    SELECT number, text, 'c' || conversation || ' a' || hex(author) AS place FROM message;
CREATE VIRTUAL TABLE message_text USING fts5(
    text, place, content='message_words', content_rowid='number',
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5');
UPDATE mark SET value = 0 WHERE name = 'indexed_message';
)sql";

// What waits lies in the order in which it is sent, so that it need not be in an index for that:
// each message is a row that comes and goes, and each index a page more in both commits.
constexpr auto queue_step = R"sql(
CREATE TABLE queue(
    recipient BLOB NOT NULL, position INTEGER NOT NULL, id BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL, queued INTEGER NOT NULL, payload BLOB NOT NULL,
    sealed_for BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY(recipient, position)
) STRICT, WITHOUT ROWID;
INSERT INTO queue SELECT recipient, position, id, kind, queued, payload, sealed_for, sealed
    FROM outgoing;
DROP TABLE outgoing;
ALTER TABLE queue RENAME TO outgoing;
)sql";

// What became of a message, beside its state. What an older file holds does not know.
constexpr auto progress_step = R"sql(
ALTER TABLE message ADD COLUMN took BLOB;
ALTER TABLE message ADD COLUMN answered INTEGER;
ALTER TABLE message ADD COLUMN seen INTEGER;
)sql";

// How a message of somebody else came. What an older file holds has no source.
constexpr auto origin_step = R"sql(
ALTER TABLE message ADD COLUMN source BLOB;
ALTER TABLE message ADD COLUMN route INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr std::array<const char*, 10> steps_until_now{
    first_step,   search_step,        alias_step, session_step,  envelope_step,
    reading_step, search_places_step, queue_step, progress_step, origin_step};

Result<std::int64_t> number_of(Database& database, const char* sql) {
    Statement statement(database, sql);
    EARSHOT_TRY(auto rows, statement.query());
    EARSHOT_TRY(const bool found, rows.next());
    std::int64_t number = 0;
    if (found) rows.read(number);
    EARSHOT_CHECK(rows.check());
    return number;
}

Result<void> take_step(Database& database, const char* step, std::int64_t version) {
    const auto finish = "PRAGMA application_id = " + std::to_string(application_id) +
                        "; PRAGMA user_version = " + std::to_string(version) + "; COMMIT";
    EARSHOT_CHECK(database.run("BEGIN IMMEDIATE"));
    EARSHOT_CHECK(database.run(step));
    return database.run(finish.c_str());
}

}  // namespace

std::span<const char* const> schema_steps() noexcept { return steps_until_now; }

Result<void> migrate(Database& database, std::span<const char* const> steps) {
    EARSHOT_TRY(const auto version, number_of(database, "PRAGMA user_version"));
    EARSHOT_TRY(const auto application, number_of(database, "PRAGMA application_id"));
    EARSHOT_TRY(const auto tables, number_of(database, "SELECT count(*) FROM sqlite_schema"));
    if (application != application_id && (application != 0 || version != 0 || tables != 0))
        return Error{ErrorKind::refused, "the file is another program's database"};
    const auto newest = static_cast<std::int64_t>(steps.size());
    if (version < 0 || version > newest)
        return Error{ErrorKind::refused, "the database was written by a newer version of Earshot"};
    for (auto done = version; done < newest; ++done) {
        const auto result = take_step(database, steps[static_cast<std::size_t>(done)], done + 1);
        if (result) continue;
        sqlite3_exec(database.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
        return result;
    }
    return {};
}

}  // namespace earshot::store
