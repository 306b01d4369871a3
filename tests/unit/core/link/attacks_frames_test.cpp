#include <algorithm>
#include <functional>

#include "core/base/limits.hpp"
#include "core/link/fragments.hpp"
#include "core/link/link.hpp"
#include "core/wire/archive.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hostile_peer.hpp"

/// Attacks with the format and the number of frames, by their numbers in docs/THREAT_MODEL.md.
namespace earshot::link {
namespace {

using namespace std::chrono_literals;
using crypto::noise::CipherState;
using support::HostilePeer;
using support::link_options;
using support::LinkEnd;

constexpr std::uint8_t some_type = frame_type::first_of_engine;
constexpr std::uint64_t every = limits::rekey_frames;

const identity::LocalIdentity& alice() {
    static const auto identity = support::person(1);
    return identity;
}
const identity::LocalIdentity& bob() {
    static const auto identity = support::person(2);
    return identity;
}

/// Bob, linked with somebody who has the keys of the session in his own hands.
struct Scene {
    support::SeededEntropy entropy{5};
    LinkEnd bob_end;
    HostilePeer peer{alice(), {}};

    explicit Scene(LinkOptions options = link_options(2))
        : bob_end{{Role::responder, bob(), std::move(options), entropy, Instant{}}, {}} {
        REQUIRE(peer.dial(bob_end, {}));
        bob_end.link.take_output();  // The frame that says yes.
    }
    CipherState& sending() { return peer.ciphers().first; }

    /// A frame with any plaintext, as the next one.
    Bytes frame(ByteView plain) {
        Bytes sealed(plain.size() + crypto::aead_tag_bytes);
        REQUIRE(sending().encrypt({}, plain, sealed));
        return support::framed(sealed);
    }
    static Bytes plain(std::uint8_t type, ByteView body, std::size_t size = 64) {
        Bytes bytes{std::byte{type}, std::byte{0}};
        append_u16(bytes, static_cast<std::uint16_t>(body.size()));
        append(bytes, body);
        bytes.resize(size);
        return bytes;
    }
    std::optional<EndReason> reason() const {
        const auto ended = bob_end.last<Ended>();
        return ended ? std::optional{ended->reason} : std::nullopt;
    }
    void give(ByteView bytes) { bob_end.take_bytes(bytes, {}); }
};

/// The key after Noise's Rekey, from its definition (rev 34, section 4.2).
crypto::AeadKey rekeyed(const crypto::AeadKey& key) {
    crypto::AeadNonce nonce{};
    std::fill(nonce.begin() + 4, nonce.end(), std::byte{0xFF});
    const std::array<std::byte, 32> zeros{};
    std::array<std::byte, 48> sealed;
    crypto::aead_encrypt(key, nonce, {}, zeros, sealed);
    return crypto::AeadKey{std::span<const std::byte, 48>{sealed}.first<32>()};
}

}  // namespace

TEST_CASE("A8: keys change exactly every 1024 frames, each way, from the definition", "[attack]") {
    // Keys known to the test, so that each frame can be checked without the link's own code.
    const Bytes seed(32, std::byte{3});
    const auto key = [&] { return crypto::AeadKey{std::span<const std::byte>{seed}.first<32>()}; };
    FrameSealer sealer{CipherState{key()}};
    FrameOpener opener{CipherState{key()}};
    auto current = key();
    for (std::uint64_t n = 0; n < 2'100; ++n) {
        if (n > 0 && n % every == 0) current = rekeyed(current);
        Bytes count;
        append_u64(count, n);
        Bytes output;
        sealer.seal(some_type, {}, count, output);
        const auto sealed = ByteView{output}.subspan(2);

        crypto::AeadNonce nonce{};
        for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<std::byte>(n >> (8 * i));
        Bytes plain(sealed.size() - crypto::aead_tag_bytes);
        REQUIRE(crypto::aead_decrypt(current, nonce, {}, sealed, plain));
        REQUIRE(read_u64(ByteView{plain}.subspan(4)) == n);
        REQUIRE(opener.open(sealed));
    }
}

TEST_CASE("A8: two links exchange 2,100 frames each way", "[attack]") {
    support::LinkPair pair{alice(), bob()};
    pair.carry();
    for (std::uint64_t n = 0; n < 2'100; ++n) {
        Bytes count;
        append_u64(count, n);
        REQUIRE(pair.dialler.link.send(some_type, count));
        REQUIRE(pair.dialled.link.send(some_type, count));
        if (n % 7 == 0) pair.carry();
    }
    pair.carry();
    for (const auto* const end : {&pair.dialler, &pair.dialled}) {
        const auto received = end->all<Received>();
        REQUIRE(received.size() == 2'100);
        for (std::uint64_t n = 0; n < received.size(); ++n)
            REQUIRE(read_u64(received[n].body) == n);
    }
    CHECK(pair.is_established());
}

TEST_CASE("A8: a peer that changes keys one frame early or late is cut off there", "[attack]") {
    const std::uint64_t at = GENERATE(every - 1, every, every + 1, 2 * every);
    Scene scene;
    std::uint64_t sent = 0;
    while (sent < every + 10 && !scene.reason()) {
        if (scene.sending().nonce() == at) scene.sending().rekey();
        scene.give(scene.frame(Scene::plain(some_type, {})));
        ++sent;
    }
    if (at == every) {
        CHECK_FALSE(scene.reason());
    } else {
        CHECK(scene.reason() == EndReason::damaged);
        CHECK(scene.bob_end.all<Received>().size() == std::min(at, every));
    }
}

TEST_CASE("A9: a link that has sent all it may refuses more and ends cleanly", "[attack]") {
    auto options = link_options(1);
    options.frame_limits = {.until_replaced = 50, .most = 100};
    support::LinkPair pair{alice(), bob(), std::move(options), link_options(2)};
    pair.carry();
    int accepted = 0;
    while (pair.dialler.link.send(some_type, {})) REQUIRE(++accepted <= 100);
    CHECK(accepted == 100);
    CHECK(pair.dialler.link.send(some_type, {}).error().kind == ErrorKind::expired);
    pair.run_for(0ms);
    CHECK(pair.dialler.last<Ended>() == Ended{EndReason::closed_here, true, ByeReason::aged});
    CHECK(pair.dialled.all<Received>().size() == 100);
}

TEST_CASE("A9: a peer that sends more than it may is not listened to for ever", "[attack]") {
    auto options = link_options(2);
    options.frame_limits = {.until_replaced = 50, .most = 100};
    Scene scene{std::move(options)};
    std::size_t sent = 0;
    while (!scene.reason()) {
        REQUIRE(++sent < 10'000);
        if (scene.sending().nonce() == every || scene.sending().nonce() == 2 * every ||
            scene.sending().nonce() == 3 * every || scene.sending().nonce() == 4 * every)
            scene.sending().rekey();
        scene.give(scene.frame(Scene::plain(frame_type::ping, {})));
    }
    CHECK(scene.reason() == EndReason::expired);
    CHECK(sent > 100);
}

TEST_CASE("A28: over-long input ends the link and not the program", "[attack]") {
    support::SeededEntropy entropy{5};
    const auto responder = [&] {
        return LinkEnd{{Role::responder, bob(), link_options(2), entropy, Instant{}}, {}};
    };
    SECTION("a first message of any length but the right one") {
        for (unsigned size = 0; size <= 0xFFFF; size += size < 100 || size > 0xFFF0 ? 1 : 97) {
            if (size == 32) continue;
            auto victim = responder();
            Bytes opening = to_bytes(Preface{}.encode());
            append_u16(opening, static_cast<std::uint16_t>(size));
            victim.take_bytes(opening, {});
            CHECK(victim.last<Ended>()->reason == EndReason::not_earshot);
            CHECK(victim.link.output_bytes() == 0);
        }
    }
    SECTION("a second message above its bound") {
        for (const unsigned size : {4097u, 4192u, 65535u}) {
            LinkEnd victim{{Role::initiator, bob(), link_options(2), entropy, Instant{}}, {}};
            Bytes length;
            append_u16(length, static_cast<std::uint16_t>(size));
            victim.take_bytes(length, {});
            CHECK(victim.last<Ended>()->reason == EndReason::not_earshot);
        }
    }
    SECTION("a HELLO with a certificate above its bound") {
        auto certificate = alice().certificate();
        certificate.extensions[1] = Bytes(limits::certificate_bytes_max);
        auto victim = responder();
        HostilePeer peer{alice(),
                         {.certificate = identity::sign_certificate(
                              alice().account_keys(), alice().device_keys(), certificate)}};
        CHECK_FALSE(peer.dial(victim, {}));
        CHECK(victim.last<Ended>()->reason == EndReason::bad_certificate);
    }
    SECTION("a frame of any size that is not used") {
        // The length alone must do: no link waits for 65,535 bytes of nonsense.
        for (unsigned size = 0; size <= 0xFFFF; size += size < 100 || size > 0xFFF0 ? 1 : 997) {
            if (is_sealed_size(size)) continue;
            Scene scene;
            Bytes length;
            append_u16(length, static_cast<std::uint16_t>(size));
            scene.give(length);
            CHECK(scene.reason() == EndReason::damaged);
        }
    }
    SECTION("a body above the largest that may be sent") {
        Scene scene;
        const FragmentHeader header{1, some_type, limits::fragmented_body_bytes_max + 1, 0};
        Bytes body = to_bytes(encode_fragment_header(header));
        body.resize(100);
        scene.give(scene.frame(Scene::plain(frame_type::fragment, body, 256)));
        CHECK(scene.reason() == EndReason::malformed);
    }
}

TEST_CASE("A39: link formats refuse what a careless decoder would take", "[attack]") {
    SECTION("preface") {
        const auto good = Preface{Preface::Mode::with_psk, {1, 3}}.encode();
        REQUIRE(Preface::decode(good));
        for (std::size_t i = 0; i < good.size(); ++i) {
            for (unsigned value = 0; value <= 0xFF; ++value) {
                auto changed = good;
                changed[i] = static_cast<std::byte>(value);
                const bool fine = changed == good || (i == 4 && value == 0) ||
                                  (i == 5 && value >= 1 && value <= 3) || (i == 6 && value >= 1);
                CHECK(Preface::decode(changed).has_value() == fine);
            }
        }
    }
    SECTION("HELLO") {
        const auto good = encode_hello(HostilePeer{alice(), {}}.hello());
        REQUIRE(good.size() == 512);
        REQUIRE(decode_hello(good));
        const auto refused = [](Bytes payload) { return !decode_hello(payload); };
        for (std::size_t size = 0; size < good.size(); ++size)
            CHECK(refused(Bytes{good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}));
        auto padded = good;
        padded.back() = std::byte{1};
        CHECK(refused(padded));
        padded.back() = std::byte{0};
        padded.resize(1024);
        CHECK(refused(padded));
        auto shorter = good;
        shorter[1] = static_cast<std::byte>(std::to_integer<unsigned>(shorter[1]) - 1);
        CHECK(refused(shorter));
        auto longer = good;
        longer[1] = static_cast<std::byte>(std::to_integer<unsigned>(longer[1]) + 1);
        CHECK(refused(longer));
    }
}

TEST_CASE("A39: control frames refuse bodies that are not theirs", "[attack]") {
    using Case = std::pair<std::uint8_t, std::size_t>;
    const auto [type, size] =
        GENERATE(Case{frame_type::empty, 1}, Case{frame_type::ping, 1}, Case{frame_type::pong, 60},
                 Case{frame_type::close, 0}, Case{frame_type::close, 7}, Case{frame_type::close, 9},
                 Case{frame_type::bye, 0}, Case{frame_type::bye, 2}, Case{frame_type::fragment, 0},
                 Case{frame_type::fragment, 13});
    Scene scene;
    scene.give(scene.frame(Scene::plain(type, Bytes(size))));
    CHECK(scene.reason() == EndReason::malformed);
    CHECK(scene.bob_end.link.output_bytes() == 0);
}

TEST_CASE("link ignores what a newer version says and goes on", "[link]") {
    Scene scene;
    for (unsigned type = 0x06; type < 0x10; ++type)
        scene.give(scene.frame(Scene::plain(static_cast<std::uint8_t>(type), Bytes(7))));
    const std::byte reason{77};
    scene.give(scene.frame(Scene::plain(frame_type::bye, ByteView{&reason, 1})));
    CHECK_FALSE(scene.reason());
    scene.give(scene.frame(Scene::plain(0xFF, Bytes(7))));
    CHECK(scene.bob_end.last<Received>() == Received{0xFF, Bytes(7)});
}

TEST_CASE("link does not drown in its own answers", "[link]") {
    Scene scene;
    Bytes questions;
    for (int i = 0; i < 1000; ++i)
        append(questions, scene.frame(Scene::plain(frame_type::ping, {})));
    scene.give(questions);
    CHECK(scene.bob_end.link.output_bytes() > 0);
    CHECK(scene.bob_end.link.output_bytes() < 70'000);
}

TEST_CASE("link lets nobody keep a handshake open", "[link]") {
    support::SeededEntropy entropy{5};
    const Instant start{};
    LinkEnd victim{{Role::responder, bob(), link_options(2), entropy, start}, {}};
    SECTION("without a first message") {
        victim.take_bytes(Preface{}.encode(), start + 1999ms);
        CHECK(victim.link.next_deadline() == start + 2s);
        victim.link.on_time(start + 2s, victim.events);
        CHECK(victim.last<Ended>()->reason == EndReason::handshake_timeout);
    }
    SECTION("without a third") {
        Bytes opening = to_bytes(Preface{}.encode());
        append(opening, support::framed(alice().certificate().link.bytes));
        victim.take_bytes(opening, start + 1s);
        CHECK(victim.link.output_bytes() == 2 + 96 + 512);
        CHECK(victim.link.next_deadline() == start + 5s);
        victim.link.on_time(start + 5s, victim.events);
        CHECK(victim.last<Ended>()->reason == EndReason::handshake_timeout);
    }
    SECTION("by never taking note of the answer") {
        LinkEnd dialler{{Role::initiator, alice(), link_options(1), entropy, start}, {}};
        victim.take_bytes(dialler.link.take_output(), start);
        dialler.take_bytes(victim.link.take_output(), start);
        CHECK_FALSE(dialler.link.is_established());
        CHECK(dialler.link.next_deadline() == start + 5s);
        dialler.link.on_time(start + 5s, dialler.events);
        CHECK(dialler.last<Ended>()->reason == EndReason::handshake_timeout);
    }
}

}  // namespace earshot::link
