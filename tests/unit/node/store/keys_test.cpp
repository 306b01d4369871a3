#include "node/store/keys.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "node/store/private_file.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/support/temporary_folder.hpp"

namespace earshot::store {
namespace {

/// As cheap as is allowed.
constexpr auto cheap = crypto::password_cost_floor;

bool is_same(const DataKey& left, const DataKey& right) {
    return std::ranges::equal(left.expose(), right.expose());
}

mode_t mode_of(const std::filesystem::path& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

Bytes bytes_in(const std::filesystem::path& path) {
    auto bytes = read_private_file(path, 100'000);
    REQUIRE(bytes);
    return *bytes;
}

template <class T>
Error error_of(const Result<T>& result) {
    REQUIRE_FALSE(result);
    return result.error();
}

}  // namespace

TEST_CASE("keys under a passphrase open with it and with no other", "[keys]") {
    const support::TemporaryFolder folder;
    support::SeededEntropy entropy(1);
    const auto made = create_data_key(folder.path(), "correct horse", entropy, cheap);
    REQUIRE(made);
    CHECK(*protection_of(folder.path()) == Protection::passphrase);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "keyfile.bin"));
    CHECK(mode_of(folder.path() / "keys.bin") == 0600);

    const auto opened = open_data_key(folder.path(), "correct horse");
    REQUIRE(opened);
    CHECK(is_same(*opened, *made));
    CHECK(error_of(open_data_key(folder.path(), "wrong horse")) ==
          Error{ErrorKind::unauthenticated, "the passphrase is wrong"});
    CHECK(error_of(open_data_key(folder.path(), {})).kind == ErrorKind::locked);
}

TEST_CASE("keys without a passphrase open through the key file, which says what it is", "[keys]") {
    const support::TemporaryFolder folder;
    support::SeededEntropy entropy(1);
    const auto made = create_data_key(folder.path(), {}, entropy);
    REQUIRE(made);
    CHECK(is_same(*open_data_key(folder.path(), {}), *made));
    CHECK(is_same(*open_data_key(folder.path(), "not needed"), *made));
    const auto key_file = folder.path() / "keyfile.bin";
    CHECK(mode_of(key_file) == 0600);
    CHECK(text_of(bytes_in(key_file)).starts_with("earshot key file: no protection if the disk"));

    SECTION("a lost key file is not a wrong passphrase") {
        std::filesystem::remove(key_file);
        CHECK(error_of(open_data_key(folder.path(), {})).kind == ErrorKind::not_found);
    }
    SECTION("another profile's key file opens nothing") {
        const support::TemporaryFolder other;
        REQUIRE(create_data_key(other.path(), {}, entropy));
        std::filesystem::copy_file(other.path() / "keyfile.bin", key_file,
                                   std::filesystem::copy_options::overwrite_existing);
        CHECK(error_of(open_data_key(folder.path(), {})).kind == ErrorKind::unauthenticated);
    }
    SECTION("a start that was cut off before keys.bin goes on with the same key file") {
        const auto before = bytes_in(key_file);
        std::filesystem::remove(folder.path() / "keys.bin");
        REQUIRE(create_data_key(folder.path(), {}, entropy));
        CHECK(bytes_in(key_file) == before);
        CHECK(open_data_key(folder.path(), {}));
    }
}

TEST_CASE("keys are never made over existing ones, damaged or not", "[keys]") {
    const support::TemporaryFolder folder;
    support::SeededEntropy entropy(1);
    REQUIRE(create_data_key(folder.path(), {}, entropy));
    CHECK(error_of(create_data_key(folder.path(), {}, entropy)).kind == ErrorKind::conflict);
    std::ofstream(folder.path() / "keys.bin") << "damaged";
    CHECK(error_of(create_data_key(folder.path(), {}, entropy)).kind == ErrorKind::conflict);
    CHECK(error_of(open_data_key(folder.path(), {})).kind == ErrorKind::malformed);
}

TEST_CASE("keys are not made with a passphrase that is too cheap to search", "[keys]") {
    const support::TemporaryFolder folder;
    support::SeededEntropy entropy(1);
    CHECK(error_of(create_data_key(folder.path(), "x", entropy, {1, 8})).kind ==
          ErrorKind::refused);
    CHECK(error_of(protection_of(folder.path())).kind == ErrorKind::not_found);
}

TEST_CASE("an identity comes back as it was saved and only with its data key", "[keys]") {
    const support::TemporaryFolder folder;
    support::SeededEntropy entropy(1);
    const auto key = DataKey::generate(entropy);
    CHECK(error_of(load_identity(folder.path(), key)).kind == ErrorKind::not_found);
    const auto secrets = identity::IdentitySecrets::generate(entropy);
    REQUIRE(save_identity(folder.path(), key, secrets, entropy));
    const auto loaded = load_identity(folder.path(), key);
    REQUIRE(loaded);
    CHECK(std::ranges::equal(loaded->expose(), secrets.expose()));

    const auto path = folder.path() / "identity.bin";
    CHECK(mode_of(path) == 0600);
    const auto stored = bytes_in(path);
    for (std::size_t part = 0; part < 4; ++part) {
        const auto secret = secrets.expose().subspan(part * 32, 32);
        CHECK(std::search(stored.begin(), stored.end(), secret.begin(), secret.end()) ==
              stored.end());
    }
    const auto other = DataKey::generate(entropy);
    CHECK(error_of(load_identity(folder.path(), other)).kind == ErrorKind::unauthenticated);
}

TEST_CASE("key files with any byte changed, lost or added are damaged, not wrong", "[keys]") {
    support::SeededEntropy entropy(1);
    const auto key = DataKey::generate(entropy);
    KeysFile keys{.protection = Protection::passphrase, .cost = cheap};
    seal_data_key(keys, key, key, entropy);
    const auto kinds_for = [&](ByteView bytes) {
        return std::array{error_of(parse_keys(bytes)).kind, error_of(parse_key_file(bytes)).kind,
                          error_of(parse_identity(bytes, key)).kind};
    };
    const std::array all_malformed{ErrorKind::malformed, ErrorKind::malformed,
                                   ErrorKind::malformed};
    for (const auto& whole :
         {encode_keys(keys), encode_key_file(key),
          encode_identity(identity::IdentitySecrets::generate(entropy), key, entropy)}) {
        for (std::size_t place = 0; place < whole.size(); ++place) {
            auto damaged = whole;
            damaged[place] ^= std::byte{1};
            REQUIRE(kinds_for(damaged) == all_malformed);
            REQUIRE(kinds_for(ByteView(whole).first(place)) == all_malformed);
        }
        auto longer = whole;
        longer.push_back(std::byte{0});
        REQUIRE(kinds_for(longer) == all_malformed);
    }
    CHECK(*parse_keys(encode_keys(keys)) == keys);
}

TEST_CASE("keys with a forged cost are refused before any work is done", "[keys]") {
    support::SeededEntropy entropy(1);
    const auto key = DataKey::generate(entropy);
    for (const auto& cost : {crypto::PasswordCost{0xffffffff, 64}, crypto::PasswordCost{3, 1025},
                             crypto::PasswordCost{5, 64}, crypto::PasswordCost{1, 256},
                             crypto::PasswordCost{3, 63}, crypto::PasswordCost{0, 0}}) {
        KeysFile keys{.protection = Protection::passphrase, .cost = cost};
        seal_data_key(keys, key, key, entropy);
        CHECK(error_of(parse_keys(encode_keys(keys))).kind == ErrorKind::malformed);
    }
    for (const auto protection : {0, 4, 255}) {
        KeysFile keys{.protection = static_cast<Protection>(protection), .cost = cheap};
        seal_data_key(keys, key, key, entropy);
        CHECK(error_of(parse_keys(encode_keys(keys))).kind == ErrorKind::malformed);
    }
}

TEST_CASE("keys in a keyring or beside a key file have no cost", "[keys]") {
    support::SeededEntropy entropy(1);
    const auto wrapping = DataKey::generate(entropy);
    for (const auto protection : {Protection::key_file, Protection::keyring}) {
        KeysFile keys{.protection = protection, .cost = {.passes = 0, .memory_mib = 0}};
        keys.salt.fill(std::byte{7});
        seal_data_key(keys, wrapping, wrapping, entropy);
        REQUIRE(parse_keys(encode_keys(keys)));
        CHECK(*parse_keys(encode_keys(keys)) == keys);
        CHECK(open_data_key(keys, wrapping));
        CHECK(error_of(open_data_key(keys, DataKey::generate(entropy))).kind ==
              ErrorKind::unauthenticated);
        keys.cost = cheap;
        CHECK(error_of(parse_keys(encode_keys(keys))).kind == ErrorKind::malformed);
    }
}

TEST_CASE("keys whose header was swapped under a valid checksum do not open", "[keys]") {
    support::SeededEntropy entropy(1);
    const auto wrapping = DataKey::generate(entropy);
    KeysFile keys{.protection = Protection::passphrase, .cost = {3, 256}};
    seal_data_key(keys, wrapping, wrapping, entropy);
    CHECK(open_data_key(keys, wrapping));
    keys.cost = cheap;
    CHECK(error_of(open_data_key(keys, wrapping)).kind == ErrorKind::unauthenticated);
}

}  // namespace earshot::store
