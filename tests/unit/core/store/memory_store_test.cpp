#include "core/store/memory_store.hpp"

#include "tests/support/catch.hpp"

namespace earshot::store {

TEST_CASE("memory store fails the commit it was told to and nothing of the turn stays",
          "[memory_store]") {
    MemoryStore store;
    const auto stores = store.stores();
    store.fail_next_commit(ErrorKind::no_space);
    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.transactions.commit());  // Nothing written, nothing to fail.

    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.settings.put_setting("name", "Ada"));
    const auto failed = stores.transactions.commit();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind == ErrorKind::no_space);
    stores.transactions.rollback();
    CHECK_FALSE(*stores.settings.find_setting("name"));
    CHECK(store.commits() == 0);

    REQUIRE(stores.transactions.begin());
    REQUIRE(stores.settings.put_setting("name", "Ada"));
    REQUIRE(stores.transactions.commit());
    CHECK(*stores.settings.find_setting("name") == "Ada");
    CHECK(store.commits() == 1);
}

TEST_CASE("memory store fails writes for one turn or until it is healed", "[memory_store]") {
    MemoryStore store;
    const auto stores = store.stores();
    REQUIRE(stores.transactions.begin());
    store.fail_next_write(ErrorKind::io);
    CHECK_FALSE(stores.settings.put_setting("name", "Ada"));
    CHECK_FALSE(stores.settings.put_setting("name", "Ada"));
    stores.transactions.rollback();
    REQUIRE(stores.transactions.begin());
    CHECK(stores.settings.put_setting("name", "Ada"));
    store.fail_all_writes(ErrorKind::no_space);
    CHECK_FALSE(stores.settings.put_setting("name", "Eve"));
    CHECK_FALSE(stores.events.append_event({}));
    CHECK_FALSE(stores.transactions.commit());
    CHECK(stores.settings.find_setting("name"));  // Reading goes on.
    stores.transactions.rollback();
    store.heal();
    REQUIRE(stores.transactions.begin());
    CHECK(stores.settings.put_setting("name", "Ada"));
    CHECK(stores.transactions.commit());
}

TEST_CASE("memory store takes over what another one holds, numbers included", "[memory_store]") {
    MemoryStore store;
    MemoryStore copy;
    const auto put = [](MemoryStore& into, std::string_view name) {
        const auto stores = into.stores();
        REQUIRE(stores.transactions.begin());
        REQUIRE(stores.settings.put_setting("name", name));
        const auto seq = stores.events.append_event({});
        REQUIRE(seq);
        REQUIRE(stores.transactions.commit());
        return *seq;
    };
    CHECK(put(store, "Ada") == 1);
    copy.copy_from(store);
    CHECK(*copy.stores().settings.find_setting("name") == "Ada");

    CHECK(put(store, "Eve") == 2);
    CHECK(put(copy, "Bob") == 2);
    store.copy_from(copy);
    CHECK(*store.stores().settings.find_setting("name") == "Bob");
    CHECK(store.stores().events.events_since(0, 9)->size() == 2);
}

}  // namespace earshot::store
