#include <algorithm>

#include "node/store/keys.hpp"
#include "node/store/private_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_keyring.hpp"
#include "tests/support/kill_before.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

using Mood = support::FakeKeyring::Mood;
using secrets::Asking;

/// As cheap as is allowed.
constexpr auto cheap = crypto::password_cost_floor;

bool is_same(const DataKey& left, const DataKey& right) {
    return std::ranges::equal(left.expose(), right.expose());
}

bool has_key_file(const std::filesystem::path& folder) {
    return std::filesystem::exists(folder / "keyfile.bin");
}

/// A profile whose key file opens it, and a keyring beside it.
struct Room {
    Result<DataKey> move(Protection wanted, Passphrase old = {}, Passphrase passphrase = {}) {
        return change_protection(
            path, {.old = old, .wanted = wanted, .passphrase = passphrase, .keyring = &keyring},
            entropy, cheap);
    }
    Result<DataKey> open(Asking asking = Asking::allowed) {
        return open_data_key(path, keyring, asking);
    }

    support::TemporaryFolder folder;
    const std::filesystem::path& path = folder.path();
    support::SeededEntropy entropy{1};
    support::FakeKeyring keyring;
    DataKey key = *create_data_key(path, {}, entropy);
};

}  // namespace

TEST_CASE("keys in a session's keyring open with it and with nothing on the disk", "[keys]") {
    Room room;
    REQUIRE(room.move(Protection::keyring));
    CHECK(*protection_of(room.path) == Protection::keyring);
    CHECK_FALSE(has_key_file(room.path));
    CHECK(room.keyring.items().size() == 1);
    CHECK(is_same(*room.open(), room.key));

    CHECK(open_data_key(room.path, {}).error().kind == ErrorKind::locked);
    CHECK(open_data_key(room.path, "whatever").error().kind == ErrorKind::locked);
    support::FakeKeyring another;
    CHECK(open_data_key(room.path, another, Asking::allowed).error().kind == ErrorKind::locked);
    // There is nothing to do, and so nothing happens.
    const auto items = room.keyring.items();
    REQUIRE(room.move(Protection::keyring));
    CHECK(room.keyring.items() == items);
}

TEST_CASE("a keyring's owner is asked only where that is allowed", "[keys]") {
    Room room;
    REQUIRE(room.move(Protection::keyring));
    room.keyring.set(Mood::locked);
    CHECK(room.open(Asking::forbidden).error().kind == ErrorKind::locked);
    CHECK(room.keyring.times_asked() == 0);
    CHECK(room.open(Asking::allowed));
    CHECK(room.keyring.times_asked() == 1);
}

TEST_CASE("a passphrase or a key file takes the place of a keyring, which forgets the key",
          "[keys]") {
    Room room;
    REQUIRE(room.move(Protection::keyring));
    SECTION("passphrase") {
        REQUIRE(room.move(Protection::passphrase, {}, "first horse"));
        CHECK(is_same(*open_data_key(room.path, "first horse"), room.key));
        CHECK(room.keyring.items().empty());
        CHECK(room.move(Protection::keyring, "another horse").error().kind ==
              ErrorKind::unauthenticated);
        CHECK(room.keyring.items().empty());
        REQUIRE(room.move(Protection::keyring, "first horse"));
        CHECK(is_same(*room.open(), room.key));
    }
    SECTION("key file") {
        REQUIRE(room.move(Protection::key_file));
        CHECK(is_same(*open_data_key(room.path, {}), room.key));
        CHECK(room.keyring.items().empty());
    }
}

TEST_CASE("a keyring that does not keep the key leaves everything as it was", "[keys]") {
    Room room;
    room.keyring.set(GENERATE(Mood::absent, Mood::refuses, Mood::forgetful));
    CHECK(room.move(Protection::keyring).error().kind == ErrorKind::locked);
    CHECK(*protection_of(room.path) == Protection::key_file);
    CHECK(is_same(*open_data_key(room.path, {}), room.key));
    CHECK(room.keyring.items().empty());
}

TEST_CASE("keys that a keyring does not give are not wrapped anew", "[keys]") {
    Room room;
    REQUIRE(room.move(Protection::keyring));
    room.keyring.set(Mood::refuses);
    CHECK(room.move(Protection::key_file).error().kind == ErrorKind::locked);
    CHECK(room.move(Protection::passphrase, {}, "first horse").error().kind == ErrorKind::locked);
    CHECK(*protection_of(room.path) == Protection::keyring);
    CHECK_FALSE(has_key_file(room.path));
    room.keyring.set(Mood::open);
    CHECK(is_same(*room.open(), room.key));
}

TEST_CASE("keys that a keyring opened once are wrapped anew without it, those of others never",
          "[keys]") {
    Room room;
    REQUIRE(room.move(Protection::keyring));
    room.keyring.set(GENERATE(Mood::absent, Mood::locked));
    const auto move = [&](Protection wanted, Passphrase passphrase) {
        const Change change{.wanted = wanted,
                            .passphrase = passphrase,
                            .keyring = &room.keyring,
                            .opened = &room.key};
        return change_protection(room.path, change, room.entropy, cheap);
    };
    REQUIRE(move(Protection::passphrase, "first horse"));
    CHECK(is_same(*open_data_key(room.path, "first horse"), room.key));
    CHECK(move(Protection::key_file, {}).error().kind == ErrorKind::locked);
    CHECK(*protection_of(room.path) == Protection::passphrase);
    CHECK_FALSE(has_key_file(room.path));
}

TEST_CASE("a key file that a move to a keyring left behind goes when the keyring opens", "[keys]") {
    Room room;
    const support::TemporaryFolder kept;
    std::filesystem::copy_file(room.path / "keyfile.bin", kept.path() / "keyfile.bin");
    REQUIRE(room.move(Protection::keyring));
    std::filesystem::copy_file(kept.path() / "keyfile.bin", room.path / "keyfile.bin");
    REQUIRE(room.open());
    CHECK_FALSE(has_key_file(room.path));
}

TEST_CASE("a move to a keyring that fails at the disk takes its key back", "[keys]") {
    Room room;
    // In the way of the file in which the new keys are prepared.
    std::filesystem::create_directory(room.path / "keys.bin.new");
    REQUIRE_FALSE(room.move(Protection::keyring));
    CHECK(room.keyring.items().empty());
    CHECK(is_same(*open_data_key(room.path, {}), room.key));
}

namespace {

/// Answers like the one it stands before, and remembers what was kept and forgotten in a file,
/// because its process is killed.
class LoggedKeyring final : public secrets::SessionKeyring {
public:
    explicit LoggedKeyring(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }
    bool is_there() override { return true; }
    secrets::Sight look_at(const secrets::ItemId&) override { return secrets::Sight::silent; }
    Result<void> store(const secrets::ItemId& id, const crypto::SealKey& key) override {
        return write_private_file(path(id), key.expose());
    }
    Result<crypto::SealKey> look_up(const secrets::ItemId& id, Asking) override {
        auto bytes = read_private_file(path(id), crypto::SealKey::size);
        if (!bytes) return Error{ErrorKind::locked, "no such key"};
        return crypto::SealKey{ByteView{*bytes}.first<crypto::SealKey::size>()};
    }
    Result<void> forget(const secrets::ItemId& id) override {
        return remove_private_file(path(id));
    }
    void give_up() noexcept override {}

private:
    std::filesystem::path path(const secrets::ItemId& id) const { return folder_ / to_hex(id); }

    std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("a move to or from a keyring that is killed anywhere leaves keys that open", "[keys]") {
    struct Move {
        Protection from;
        Protection to;
        Passphrase old;
        Passphrase wanted;
    };
    const auto move = GENERATE(Move{Protection::key_file, Protection::keyring, {}, {}},
                               Move{Protection::passphrase, Protection::keyring, "old horse", {}},
                               Move{Protection::keyring, Protection::key_file, {}, {}},
                               Move{Protection::keyring, Protection::passphrase, {}, "new horse"});
    const support::TemporaryFolder original;
    support::SeededEntropy entropy(1);
    const auto key = create_data_key(original.path(), move.old, entropy, cheap);
    REQUIRE(key);
    const auto change_in = [&](const std::filesystem::path& folder, const Change& change) {
        LoggedKeyring keyring{folder / "session"};
        auto with_keyring = change;
        with_keyring.keyring = &keyring;
        return change_protection(folder, with_keyring, entropy, cheap);
    };
    const auto open = [&](const std::filesystem::path& folder) {
        LoggedKeyring keyring{folder / "session"};
        if (*protection_of(folder) == Protection::keyring)
            return open_data_key(folder, keyring, Asking::forbidden);
        return open_data_key(folder, move.old ? move.old : move.wanted);
    };
    if (move.from == Protection::keyring)
        REQUIRE(change_in(original.path(), {.wanted = Protection::keyring}));
    const Change change{.old = move.old, .wanted = move.to, .passphrase = move.wanted};
    bool was_old = false;
    bool was_new = false;
    for (int nth = 0;; ++nth) {
        const support::TemporaryFolder folder;
        const auto& path = folder.path();
        std::filesystem::copy(original.path(), path, std::filesystem::copy_options::recursive);
        const auto fate = support::killed_before(nth, [&] { (void)change_in(path, change); });
        if (fate == support::Fate::untraceable)
            return support::skip("processes cannot be traced here");
        INFO("killed before change " << nth);
        const auto opened = open(path);
        REQUIRE(opened);
        CHECK(is_same(*opened, *key));
        const bool is_old = *protection_of(path) == move.from;
        (is_old ? was_old : was_new) = true;
        // Whatever it left is no hindrance.
        if (is_old) REQUIRE(change_in(path, change));
        CHECK(is_same(*open(path), *key));
        if (fate == support::Fate::finished) break;
        REQUIRE(nth < 200);
    }
    CHECK(was_old);
    CHECK(was_new);
}

}  // namespace earshot::store
