#include <algorithm>

#include "node/store/keys.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/kill_before.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/skip.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

/// As cheap as is allowed.
constexpr auto cheap = crypto::password_cost_floor;

bool is_same(const DataKey& left, const DataKey& right) {
    return std::ranges::equal(left.expose(), right.expose());
}

bool has_key_file(const std::filesystem::path& folder) {
    return std::filesystem::exists(folder / "keyfile.bin");
}

/// From one passphrase to another, or to none and a key file.
Result<DataKey> change_passphrase(const std::filesystem::path& folder, Passphrase old,
                                  Passphrase wanted, crypto::Entropy& entropy,
                                  const crypto::PasswordCost& cost = cheap) {
    const auto protection = wanted ? Protection::passphrase : Protection::key_file;
    return change_protection(folder, {.old = old, .wanted = protection, .passphrase = wanted},
                             entropy, cost);
}

struct PassphraseChange {
    Passphrase old;
    Passphrase wanted;
};

}  // namespace

TEST_CASE("a passphrase is set, changed and removed, and the keys stay", "[keys]") {
    const support::TemporaryFolder folder;
    const auto& path = folder.path();
    support::SeededEntropy entropy(1);
    const auto key = create_data_key(path, {}, entropy);
    REQUIRE(key);

    REQUIRE(change_passphrase(path, {}, "first horse", entropy));
    CHECK(*protection_of(path) == Protection::passphrase);
    CHECK_FALSE(has_key_file(path));
    CHECK(is_same(*open_data_key(path, "first horse"), *key));
    CHECK(open_data_key(path, {}).error().kind == ErrorKind::locked);

    REQUIRE(change_passphrase(path, "first horse", "second horse", entropy));
    CHECK(is_same(*open_data_key(path, "second horse"), *key));
    CHECK(open_data_key(path, "first horse").error().kind == ErrorKind::unauthenticated);

    REQUIRE(change_passphrase(path, "second horse", {}, entropy));
    CHECK(*protection_of(path) == Protection::key_file);
    CHECK(is_same(*open_data_key(path, {}), *key));
    // Nothing to do is no failure.
    REQUIRE(change_passphrase(path, {}, {}, entropy));
    CHECK(is_same(*open_data_key(path, {}), *key));
}

TEST_CASE("a passphrase is changed only by who knows it", "[keys]") {
    const support::TemporaryFolder folder;
    const auto& path = folder.path();
    support::SeededEntropy entropy(1);
    REQUIRE(create_data_key(path, "first horse", entropy, cheap));
    CHECK(change_passphrase(path, "another", "second horse", entropy).error().kind ==
          ErrorKind::unauthenticated);
    CHECK(change_passphrase(path, {}, {}, entropy).error().kind == ErrorKind::locked);
    CHECK(change_passphrase(path, "first horse", "second", entropy, {1, 1}).error().kind ==
          ErrorKind::refused);
    CHECK(open_data_key(path, "first horse"));
    CHECK_FALSE(has_key_file(path));
}

TEST_CASE("a key file that a change left behind goes when the passphrase opens", "[keys]") {
    const support::TemporaryFolder folder;
    const support::TemporaryFolder kept;
    const auto& path = folder.path();
    support::SeededEntropy entropy(1);
    REQUIRE(create_data_key(path, {}, entropy));
    std::filesystem::copy_file(path / "keyfile.bin", kept.path() / "keyfile.bin");
    REQUIRE(change_passphrase(path, {}, "first horse", entropy));
    std::filesystem::copy_file(kept.path() / "keyfile.bin", path / "keyfile.bin");

    CHECK(open_data_key(path, "wrong horse").error().kind == ErrorKind::unauthenticated);
    CHECK(has_key_file(path));
    REQUIRE(open_data_key(path, "first horse"));
    CHECK_FALSE(has_key_file(path));
}

TEST_CASE("a change that is killed anywhere leaves keys that open the old way or the new",
          "[keys]") {
    const auto change = GENERATE(PassphraseChange{{}, "first horse"},
                                 PassphraseChange{"first horse", "second horse"},
                                 PassphraseChange{"first horse", {}});
    const support::TemporaryFolder original;
    support::SeededEntropy entropy(1);
    const auto key = create_data_key(original.path(), change.old, entropy, cheap);
    REQUIRE(key);
    bool was_old = false;
    bool was_new = false;
    for (int nth = 0;; ++nth) {
        const support::TemporaryFolder folder;
        const auto& path = folder.path();
        std::filesystem::copy(original.path(), path);
        const auto fate = support::killed_before(
            nth, [&] { (void)change_passphrase(path, change.old, change.wanted, entropy); });
        if (fate == support::Fate::untraceable)
            return support::skip("processes cannot be traced here");
        INFO("killed before change " << nth);
        auto opened = open_data_key(path, change.old);
        // A key file opens whatever passphrase is given.
        const bool is_old = opened && *protection_of(path) == *protection_of(original.path());
        if (!is_old) opened = open_data_key(path, change.wanted);
        REQUIRE(opened);
        CHECK(is_same(*opened, *key));
        (is_old ? was_old : was_new) = true;
        // Whatever it left is no hindrance.
        if (is_old) REQUIRE(change_passphrase(path, change.old, change.wanted, entropy));
        if (fate == support::Fate::finished) break;
        REQUIRE(nth < 100);
    }
    CHECK(was_old);
    CHECK(was_new);
}

}  // namespace earshot::store
