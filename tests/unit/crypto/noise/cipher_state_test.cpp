#include "crypto/noise/cipher_state.hpp"

#include "core/base/bytes.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/crypto/noise/pair.hpp"

namespace earshot::crypto::noise {
namespace test {

struct CounterAccess {
    static void set(CipherState& cipher, std::uint64_t nonce) { cipher.nonce_ = nonce; }
};

}  // namespace test

namespace {

using test::opened_by;
using test::sealed_by;

struct Direction {
    explicit Direction(std::uint64_t seed) : sender(key(seed)), receiver(key(seed)) {}
    static AeadKey key(std::uint64_t seed) {
        support::SeededEntropy entropy{seed};
        return AeadKey::generate(entropy);
    }
    CipherState sender;
    CipherState receiver;
};

Bytes numbered(std::uint64_t number) {
    Bytes bytes;
    append_u64(bytes, number);
    return bytes;
}

}  // namespace

TEST_CASE("transport messages arrive in order and only once", "[noise][attack]") {
    Direction way{1};
    std::vector<Bytes> sealed;
    for (std::uint64_t i = 0; i < 20; ++i) sealed.push_back(sealed_by(way.sender, numbered(i)));
    for (std::uint64_t i = 0; i < 20; ++i) {
        // Every other message of the stream first: replayed ones, and those from the future.
        for (std::uint64_t other = 0; other < 20; ++other) {
            if (other != i) CHECK_FALSE(opened_by(way.receiver, sealed[other]));
        }
        CHECK(way.receiver.nonce() == i);
        CHECK(opened_by(way.receiver, sealed[i]) == numbered(i));
    }
}

TEST_CASE(
    "a transport message with a byte changed, cut off or added is refused, and the right one "
    "still opens",
    "[noise][attack]") {
    Direction way{2};
    const auto sealed = sealed_by(way.sender, bytes_of("the right one"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] ^= std::byte{0x80};
        CHECK_FALSE(opened_by(way.receiver, changed));
        CHECK_FALSE(opened_by(way.receiver, ByteView{sealed}.first(i)));
    }
    auto longer = sealed;
    longer.push_back(std::byte{0});
    CHECK_FALSE(opened_by(way.receiver, longer));
    CHECK(opened_by(way.receiver, sealed) == to_bytes(bytes_of("the right one")));
}

TEST_CASE("a dropped transport message stops all that follow", "[noise][attack]") {
    Direction way{3};
    const auto dropped = sealed_by(way.sender, bytes_of("dropped"));
    const auto next = sealed_by(way.sender, bytes_of("next"));
    CHECK_FALSE(opened_by(way.receiver, next));
    CHECK(opened_by(way.receiver, dropped));
}

TEST_CASE("a message sent back to its sender is refused", "[noise][attack]") {
    auto both = test::sessions(4);
    REQUIRE(both);
    const auto sealed = sealed_by(both->alice.send, bytes_of("hello"));
    CHECK_FALSE(opened_by(both->alice.receive, sealed));
}

TEST_CASE("a cipher refuses to work when its nonces are used up", "[noise][attack]") {
    constexpr auto last = std::numeric_limits<std::uint64_t>::max() - 1;
    Direction way{5};
    test::CounterAccess::set(way.sender, last);
    test::CounterAccess::set(way.receiver, last);
    const auto sealed = sealed_by(way.sender, bytes_of("the last one"));
    REQUIRE(opened_by(way.receiver, sealed) == to_bytes(bytes_of("the last one")));
    for (int i = 0; i < 3; ++i) {
        CHECK(sealed_by(way.sender, bytes_of("one too many")).empty());
        CHECK_FALSE(opened_by(way.receiver, sealed));
        way.sender.rekey();  // A new key does not bring the nonces back.
        way.receiver.rekey();
    }
}

TEST_CASE("a cipher that was moved from refuses to work", "[noise]") {
    Direction way{6};
    CipherState moved{std::move(way.sender)};
    CHECK(sealed_by(way.sender, bytes_of("x")).empty());  // NOLINT(bugprone-use-after-move)
    const auto sealed = sealed_by(moved, bytes_of("x"));
    way.sender = std::move(moved);
    CHECK(sealed_by(moved, bytes_of("x")).empty());  // NOLINT(bugprone-use-after-move)
    CHECK(opened_by(way.receiver, sealed));
}

TEST_CASE("transport messages are at most 65535 bytes", "[noise]") {
    Direction way{7};
    const auto largest = sealed_by(way.sender, Bytes(message_bytes_max - aead_tag_bytes));
    CHECK(largest.size() == message_bytes_max);
    CHECK(opened_by(way.receiver, largest));
    CHECK(sealed_by(way.sender, Bytes(message_bytes_max - aead_tag_bytes + 1)).empty());
    CHECK_FALSE(opened_by(way.receiver, Bytes(message_bytes_max + 1)));
    CHECK(way.sender.nonce() == 1);
}

TEST_CASE("rekey takes the first half of what the cipher makes of zeros at the last nonce",
          "[noise]") {
    support::SeededEntropy entropy{8};
    const auto key = AeadKey::generate(entropy);
    AeadNonce last{};
    std::fill(last.begin() + 4, last.end(), std::byte{0xff});
    Bytes sealed(48);
    aead_encrypt(key, last, {}, Bytes(32), sealed);

    CipherState rekeyed{AeadKey{key.expose()}};
    rekeyed.rekey();
    CipherState expected{AeadKey{ByteView{sealed}.first<32>()}};
    CHECK(sealed_by(rekeyed, bytes_of("x")) == sealed_by(expected, bytes_of("x")));
}

TEST_CASE("transport cipher changes its key before each multiple of its period, and not before",
          "[noise][attack]") {
    constexpr std::uint64_t period = 4;
    Direction way{9};
    TransportCipher sender{std::move(way.sender), period};
    CipherState by_hand{Direction::key(9)};
    for (std::uint64_t n = 0; n < 5 * period; ++n) {
        if (n > 0 && n % period == 0) by_hand.rekey();
        Bytes sealed(8 + aead_tag_bytes);
        REQUIRE(sender.encrypt(numbered(n), sealed));
        CHECK(sealed == sealed_by(by_hand, numbered(n)));
    }
}

TEST_CASE("a forgery at the moment of rekeying does not put the two sides out of step",
          "[noise][attack]") {
    constexpr std::uint64_t period = 3;
    Direction way{10};
    TransportCipher sender{std::move(way.sender), period};
    TransportCipher receiver{std::move(way.receiver), period};
    for (std::uint64_t n = 0; n < 4 * period; ++n) {
        Bytes sealed(8 + aead_tag_bytes), opened(8);
        REQUIRE(sender.encrypt(numbered(n), sealed));
        for (int i = 0; i < 3; ++i) {
            Bytes forged(sealed.size());
            CHECK_FALSE(receiver.decrypt(forged, opened));
        }
        REQUIRE(receiver.decrypt(sealed, opened));
        CHECK(opened == numbered(n));
    }
}

}  // namespace earshot::crypto::noise
