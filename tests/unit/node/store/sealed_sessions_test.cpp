#include "node/store/sealed_sessions.hpp"

#include <algorithm>

#include "core/store/memory_store.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::store {
namespace {

DataKey key(std::byte number) {
    std::array<std::byte, DataKey::size> bytes{};
    bytes[0] = number;
    return DataKey{bytes};
}

DeviceId device(std::byte number) {
    DeviceId id;
    id.bytes[0] = number;
    return id;
}

struct Fixture {
    MemoryStore memory;
    Stores stores = memory.stores();
    support::SeededEntropy entropy{1};
    SealedSessions sealed{stores.sessions, key(std::byte{1}), entropy};
    const SessionRow session{device(std::byte{1}), {std::byte{9}}, Bytes(100, std::byte{0xAB})};

    Fixture() {
        REQUIRE(stores.transactions.begin());
        REQUIRE(sealed.put_session(session));
    }
};

}  // namespace

TEST_CASE("keys of messages lie sealed, each time another way", "[store]") {
    Fixture f;
    const auto first = f.stores.sessions.sessions_of(f.session.device)->at(0).state;
    const Bytes inside(4, std::byte{0xAB});
    CHECK(std::search(first.begin(), first.end(), inside.begin(), inside.end()) == first.end());
    REQUIRE(f.sealed.put_session(f.session));
    CHECK(f.stores.sessions.sessions_of(f.session.device)->at(0).state != first);
    CHECK(*f.sealed.sessions_of(f.session.device) == std::vector{f.session});

    const PrekeyRow prekey{4, device(std::byte{1}), Bytes(32, std::byte{0xCD}), {}};
    REQUIRE(f.sealed.put_prekey(prekey));
    CHECK(f.stores.sessions.prekeys()->at(0).keys.size() > prekey.keys.size());
    CHECK(*f.sealed.prekeys() == std::vector{prekey});
    REQUIRE(f.sealed.put_peer_keys(prekey.reserved_for.value(), Bytes(5)));
    CHECK(f.stores.sessions.find_peer_keys(prekey.reserved_for.value())->value() != Bytes(5));
    CHECK(f.sealed.find_peer_keys(prekey.reserved_for.value())->value() == Bytes(5));
}

TEST_CASE("keys sealed with another data key, or in another row, are not taken", "[store]") {
    Fixture f;
    SealedSessions other{f.stores.sessions, key(std::byte{2}), f.entropy};
    CHECK(other.sessions_of(f.session.device).error().kind == ErrorKind::io);

    auto moved = f.stores.sessions.sessions_of(f.session.device)->at(0);
    moved.device = device(std::byte{2});
    REQUIRE(f.stores.sessions.put_session(moved));
    CHECK(f.sealed.sessions_of(moved.device).error().kind == ErrorKind::io);
}

}  // namespace earshot::store
