#include "crypto/secret.hpp"

#include <type_traits>

#include "core/base/bytes.hpp"
#include "crypto/aead.hpp"
#include "crypto/agree.hpp"
#include "crypto/sign.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"

namespace earshot::crypto {
namespace {

template <class From, class To>
constexpr bool converts = std::is_convertible_v<From, To> || std::is_constructible_v<To, From> ||
                          std::is_assignable_v<To&, From>;

template <class T, class U>
concept Comparable = requires(const T& t, const U& u) {
    t == u;
};

template <class T>
concept Printable = requires(std::ostream& stream, const T& t) {
    stream << t;
};

// One kind of key never passes for another, and never for plain bytes of another length.
static_assert(!converts<SignPublicKey, AgreePublicKey>);
static_assert(!converts<AgreePublicKey, SignPublicKey>);
static_assert(!converts<SignKeyPair, AgreeKeyPair>);
static_assert(!converts<AgreeKeyPair, SignKeyPair>);
static_assert(!converts<SharedSecret, AeadKey>);
static_assert(!converts<AeadKey, SealKey>);
static_assert(!converts<SealKey, AeadKey>);
static_assert(!std::is_convertible_v<std::array<std::byte, 32>, AeadKey>);
static_assert(!std::is_constructible_v<AeadKey, std::array<std::byte, 64>>);
static_assert(!std::is_constructible_v<AeadKey, std::array<std::byte, 31>>);
static_assert(!std::is_constructible_v<AeadKey, View>);
static_assert(!Comparable<SignPublicKey, AgreePublicKey>);

// Secrets move only, and are neither compared nor printed.
static_assert(!std::is_copy_constructible_v<AeadKey> && !std::is_copy_assignable_v<AeadKey>);
static_assert(std::is_nothrow_move_constructible_v<AeadKey>);
static_assert(!std::is_copy_constructible_v<SignKeyPair>);
static_assert(!std::is_copy_constructible_v<AgreeKeyPair>);
static_assert(!Comparable<AeadKey, AeadKey> && !Comparable<SharedSecret, SharedSecret>);
static_assert(!Printable<AeadKey> && !Printable<SignKeyPair> && !Printable<AgreeKeyPair>);

}  // namespace

TEST_CASE("a secret is wiped when it is moved from", "[crypto]") {
    support::SeededEntropy entropy{1};
    auto secret = AeadKey::generate(entropy);
    const auto bytes = to_bytes(secret.expose());
    AeadKey moved{std::move(secret)};
    CHECK(to_bytes(moved.expose()) == bytes);
    CHECK(to_bytes(secret.expose()) == Bytes(32));  // NOLINT(bugprone-use-after-move)

    auto target = AeadKey::generate(entropy);
    target = std::move(moved);
    CHECK(to_bytes(target.expose()) == bytes);
    CHECK(to_bytes(moved.expose()) == Bytes(32));  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("a secret is wiped when it dies", "[crypto]") {
    support::SeededEntropy entropy{2};
    alignas(AeadKey) std::array<std::byte, sizeof(AeadKey)> memory{};
    // tidy(new_delete): the memory must outlive the secret, to be looked at.
    auto* secret = new (memory.data()) AeadKey{AeadKey::generate(entropy)};
    REQUIRE(Bytes(memory.begin(), memory.end()) != Bytes(memory.size()));
    secret->~AeadKey();
    CHECK(Bytes(memory.begin(), memory.end()) == Bytes(memory.size()));
}

TEST_CASE("seeded entropy does not depend on the sizes asked for, and differs by seed",
          "[support]") {
    support::SeededEntropy whole{7}, parts{7}, other{8};
    Bytes at_once(5000), in_pieces(5000), different(5000);
    whole.fill(at_once);
    other.fill(different);
    for (std::size_t from = 0, size = 1; from < in_pieces.size();
         from += size, size = size * 2 % 97 + 1) {
        size = std::min(size, in_pieces.size() - from);
        parts.fill(std::span{in_pieces}.subspan(from, size));
    }
    CHECK(at_once == in_pieces);
    CHECK(at_once != different);
}

TEST_CASE("system entropy gives different bytes each time", "[crypto]") {
    SystemEntropy entropy;
    CHECK(random_array<32>(entropy) != random_array<32>(entropy));
}

}  // namespace earshot::crypto
