#include "node/store/sqlite_store.hpp"

#include "node/store/addresses.hpp"
#include "node/store/envelopes.hpp"
#include "node/store/events.hpp"
#include "node/store/inbox.hpp"
#include "node/store/messages.hpp"
#include "node/store/outbox.hpp"
#include "node/store/people.hpp"
#include "node/store/refs.hpp"
#include "node/store/schema.hpp"
#include "node/store/sealed_sessions.hpp"
#include "node/store/search.hpp"
#include "node/store/search_index.hpp"
#include "node/store/sessions.hpp"
#include "node/store/settings.hpp"
#include "node/store/transactions.hpp"

namespace earshot::store {

struct SqliteStore::Parts {
    Parts(std::unique_ptr<Database> main, std::unique_ptr<Database> checkpoints)
        : database(std::move(main)), checkpointer(std::move(checkpoints), turns) {
        sqlite3_wal_hook(database->handle(), on_commit, this);
    }

    static int on_commit(void* parts, sqlite3* /*handle*/, const char* /*schema*/, int pages) {
        static_cast<Parts*>(parts)->checkpointer.on_commit(static_cast<std::uint32_t>(pages));
        return SQLITE_OK;
    }

    std::unique_ptr<Database> database;
    TicketLock turns;
    Checkpointer checkpointer;
    SqliteTransactions transactions{*database, turns};
    SqlitePeople people{*database};
    SqliteAddresses addresses{*database};
    SqliteMessages messages{*database};
    SqliteOutbox outbox{*database};
    SqliteInbox inbox{*database};
    SqliteEvents events{*database};
    SqliteRefs refs{*database};
    SqliteSettings settings{*database};
    SqliteSessions sessions{*database};
    SqliteHeld held{*database};
    SqliteDeposits deposits{*database};
    SqliteCollected collected{*database};
    std::optional<SealedSessions> sealed_sessions;
    SearchIndex search_index{*database, transactions};
    SqliteSearch search{*database, search_index};
};

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& path,
                                                       const std::string& vfs) {
    EARSHOT_TRY(auto main, Database::open(path, vfs));
    EARSHOT_CHECK(migrate(*main, schema_steps()));
    EARSHOT_TRY(auto checkpoints, Database::open(path, vfs));
    return std::make_unique<SqliteStore>(
        std::make_unique<Parts>(std::move(main), std::move(checkpoints)));
}

void SqliteStore::seal_keys(DataKey key, crypto::Entropy& entropy) {
    parts_->sealed_sessions.emplace(parts_->sessions, std::move(key), entropy);
}

Stores SqliteStore::stores() noexcept {
    SessionStore& sessions = parts_->sealed_sessions
                                 ? static_cast<SessionStore&>(*parts_->sealed_sessions)
                                 : parts_->sessions;
    return {parts_->transactions,
            parts_->people,
            parts_->addresses,
            parts_->messages,
            parts_->outbox,
            parts_->inbox,
            parts_->events,
            parts_->refs,
            parts_->settings,
            sessions,
            {parts_->held, parts_->deposits, parts_->collected},
            parts_->search};
}

Result<bool> SqliteStore::index_step(std::size_t limit) {
    return parts_->search_index.index_step(limit);
}

void SqliteStore::erase_log() noexcept { parts_->checkpointer.erase_log(); }

Erasing SqliteStore::erasing() const noexcept { return parts_->checkpointer.erasing(); }

}  // namespace earshot::store
