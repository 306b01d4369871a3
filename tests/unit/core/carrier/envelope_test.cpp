#include "core/carrier/envelope.hpp"

#include "core/wire/archive.hpp"
#include "crypto/hash.hpp"
#include "crypto/hpke.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_entropy.hpp"
#include "tests/unit/crypto/low_order.hpp"

namespace earshot::carrier {
namespace {

struct Seals {
    support::SeededEntropy entropy{7};
    crypto::AgreeKeyPair own = crypto::AgreeKeyPair::generate(entropy);
    crypto::AgreeKeyPair other = crypto::AgreeKeyPair::generate(entropy);
    SealTarget target{.mailbox = MailboxId{crypto::random_array<16>(entropy)},
                      .seal_id = 3,
                      .key = own.public_key()};

    Letter letter(std::size_t bytes = 100) {
        Letter made;
        made.secret = PurgeSecret{crypto::random_array<32>(entropy)};
        made.kind = 1;
        made.carriers = {DeviceId{crypto::random_array<16>(entropy)}, DeviceId{}};
        made.content.resize(bytes);
        entropy.fill(made.content);
        return made;
    }
    Sealed sealed(const Letter& letter, std::uint16_t hours = limits::envelope_life_hours) {
        auto made = seal(letter, target, hours, entropy);
        REQUIRE(made);
        return *std::move(made);
    }
};

Envelope read(ByteView bytes) {
    auto envelope = read_envelope(bytes);
    REQUIRE(envelope);
    return *std::move(envelope);
}

}  // namespace

TEST_CASE("an envelope gives back what was sealed, and shows what a carrier needs", "[envelope]") {
    Seals seals;
    const auto letter = seals.letter();
    const auto sealed = seals.sealed(letter, 21 * 24);
    const auto envelope = read(sealed.bytes);
    CHECK(envelope.outside.mailbox == seals.target.mailbox);
    CHECK(envelope.outside.seal_id == 3);
    CHECK(envelope.outside.life_hours == 21 * 24);
    CHECK(envelope.outside.purge_hash == purge_hash(letter.secret));
    CHECK(sealed.id == envelope_id(sealed.bytes));
    const auto opened = open(envelope, seals.own);
    REQUIRE(opened);
    CHECK(*opened == letter);
}

TEST_CASE("an envelope is laid out byte by byte as the protocol says", "[envelope]") {
    Seals seals;
    const auto letter = seals.letter(5);
    const auto sealed = seals.sealed(letter);
    Bytes expected{std::byte{1}, std::byte{1}};
    append(expected, seals.target.mailbox.view());
    append_u32(expected, 3);
    append_u16(expected, 7 * 24);
    append(expected, crypto::labelled_hash("earshot1 purge", {letter.secret.view()}));
    const auto outside = ByteView{sealed.bytes}.first(88);
    CHECK(to_hex(outside.first(56)) == to_hex(expected));
    CHECK(read_u32(ByteView{sealed.bytes}.subspan(88, 4)) == sealed.bytes.size() - 92);
    CHECK(sealed.id.bytes == crypto::labelled_hash("earshot1 envelope id", {sealed.bytes}));

    crypto::AgreePublicKey encapsulated;
    std::ranges::copy(outside.subspan(56), encapsulated.bytes.begin());
    auto context = crypto::hpke_recipient(seals.own, encapsulated, bytes_of("earshot1 seal"));
    REQUIRE(context);
    Bytes plain(sealed.bytes.size() - 92 - 16);
    REQUIRE(context->open(outside, ByteView{sealed.bytes}.subspan(92), plain));
    Bytes inside{std::byte{1}};
    append(inside, letter.secret.view());
    append_u16(inside, 1);
    append_u32(inside, 2);
    for (const auto& carrier : letter.carriers) append(inside, carrier.view());
    append_u32(inside, 5);
    append(inside, letter.content);
    append_u32(inside, 0);
    append_u32(inside, static_cast<std::uint32_t>(plain.size() - inside.size() - 4));
    inside.resize(plain.size());
    CHECK(to_hex(plain) == to_hex(inside));
}

TEST_CASE("A31: an envelope has one of four sizes, whatever is inside", "[envelope]") {
    Seals seals;
    const auto size = [&](std::size_t bytes) {
        return seals.sealed(seals.letter(bytes)).bytes.size();
    };
    CHECK(size(0) == 2048);
    CHECK(size(1024 + 500) == 2048);
    CHECK(size(2048) == 6144);
    CHECK(size(4096 + 500) == 6144);
    CHECK(size(16'384 + 500) == 20'480);
    CHECK(size(66 * 1024 + 500) == 69'632);
    const auto letter = seals.letter(limits::envelope_bytes_max - 150);
    CHECK(seal(letter, seals.target, 6, seals.entropy).error().kind == ErrorKind::too_large);
}

TEST_CASE("an envelope lives some multiple of six hours, three weeks at most", "[envelope]") {
    CHECK(rounded_life(0) == 6);
    CHECK(rounded_life(6) == 6);
    CHECK(rounded_life(7) == 12);
    CHECK(rounded_life(504) == 504);
    CHECK(rounded_life(505) == 504);
    CHECK(rounded_life(65535) == 504);
}

TEST_CASE("an envelope to a key of small order is not made", "[envelope][A4]") {
    Seals seals;
    for (const auto& point : crypto::test::low_order_points()) {
        seals.target.key = point;
        CHECK(seal(seals.letter(), seals.target, 6, seals.entropy).error().kind ==
              ErrorKind::unauthenticated);
        auto envelope = read(Seals{}.sealed(Seals{}.letter()).bytes);
        envelope.outside.encapsulated = point;
        CHECK_FALSE(open(envelope, seals.own));
    }
}

TEST_CASE("A19: an envelope moved to another mailbox, or altered anywhere, does not open",
          "[envelope][A19]") {
    Seals seals;
    const auto sealed = seals.sealed(seals.letter());
    auto envelope = read(sealed.bytes);
    auto& outside = envelope.outside;
    SECTION("moved to another mailbox") { outside.mailbox.bytes[0] ^= std::byte{1}; }
    SECTION("said to be for another key") { ++outside.seal_id; }
    SECTION("with another life") { outside.life_hours += 6; }
    SECTION("with another purge hash") { outside.purge_hash.bytes[31] ^= std::byte{1}; }
    SECTION("with another encapsulated key") { outside.encapsulated = seals.other.public_key(); }
    SECTION("altered inside") { envelope.sealed[0] ^= std::byte{1}; }
    SECTION("with another tag") { envelope.sealed.back() ^= std::byte{1}; }
    CHECK(open(envelope, seals.own).error().kind == ErrorKind::unauthenticated);
}

TEST_CASE("A19: no bit of an envelope can be changed", "[envelope][A19]") {
    Seals seals;
    const auto sealed = seals.sealed(seals.letter());
    for (std::size_t place = 0; place < sealed.bytes.size() * 8; place += 5) {
        auto altered = sealed.bytes;
        altered[place / 8] ^= std::byte(1U << (place % 8));
        const auto envelope = read_envelope(altered);
        CHECK_FALSE((envelope && open(*envelope, seals.own)));
        CHECK(envelope_id(altered) != sealed.id);
    }
}

TEST_CASE("an envelope for somebody else does not open", "[envelope]") {
    Seals seals;
    const auto envelope = read(seals.sealed(seals.letter()).bytes);
    CHECK(open(envelope, seals.other).error().kind == ErrorKind::unauthenticated);
}

TEST_CASE("an envelope whose purge hash belongs to no secret inside is not opened",
          "[envelope][A17]") {
    // Made by somebody who wants his envelope never to be purged, or another one to be.
    Seals seals;
    auto letter = seals.letter();
    const auto envelope = read(seals.sealed(letter).bytes);
    auto outside = envelope.outside;
    outside.purge_hash = PurgeHash{};
    const auto ephemeral = crypto::AgreeKeyPair::generate(seals.entropy);
    auto sender = crypto::hpke_sender(ephemeral, seals.own.public_key(), bytes_of("earshot1 seal"));
    REQUIRE(sender);
    outside.encapsulated = sender->encapsulated;
    auto inside = wire::encode(letter);
    append_u32(inside, static_cast<std::uint32_t>(2048 - 92 - 16 - 4 - inside.size()));
    inside.resize(2048 - 92 - 16);
    Envelope forged{outside, Bytes(inside.size() + 16)};
    sender->context.seal(wire::encode(outside), inside, forged.sealed);
    CHECK(open(forged, seals.own).error().kind == ErrorKind::malformed);
}

TEST_CASE("what is no envelope is not read", "[envelope][A18]") {
    Seals seals;
    const auto sealed = seals.sealed(seals.letter());
    const auto with = [&](std::size_t place, unsigned value) {
        auto bytes = sealed.bytes;
        bytes[place] = static_cast<std::byte>(value);
        return read_envelope(bytes);
    };
    CHECK_FALSE(with(0, 2));                  // Version
    CHECK_FALSE(with(1, 2));                  // Suite
    CHECK_FALSE(with(22, 2));                 // A life of 512 + 168 hours.
    CHECK_FALSE(with(23, 169));               // No multiple of six.
    CHECK_FALSE(with(23, 0));                 // None.
    CHECK_FALSE(with(91, 0));                 // Another length of what is sealed.
    CHECK_FALSE(read_envelope(Bytes(2047)));  // No size that there is.
    CHECK_FALSE(read_envelope(Bytes(2048)));  // Zeros.
    CHECK(read_envelope(Bytes(69'633)).error().kind == ErrorKind::too_large);
}

}  // namespace earshot::carrier
