#include <algorithm>
#include <type_traits>

#include "core/link/link.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hostile_peer.hpp"

/// Attacks on who is at the other end of a link, by their numbers in docs/THREAT_MODEL.md.
namespace earshot::link {
namespace {

using support::HostilePeer;
using support::Lies;
using support::link_options;
using support::LinkEnd;

const identity::LocalIdentity& alice() {
    static const auto identity = support::person(1);
    return identity;
}
const identity::LocalIdentity& bob() {
    static const auto identity = support::person(2);
    return identity;
}
const identity::LocalIdentity& mallory() {
    static const auto identity = support::person(3);
    return identity;
}

/// Bob at one end, and nobody else yet.
struct Bob {
    support::SeededEntropy entropy{5};
    LinkEnd end;
    explicit Bob(Role role, LinkOptions options = link_options(2))
        : end{{role, bob(), std::move(options), entropy, Instant{}}, {}} {}

    EndReason end_reason() const {
        const auto ended = end.last<Ended>();
        REQUIRE(ended);
        CHECK_FALSE(ended->clean);
        CHECK(end.link.finished());
        return ended->reason;
    }
    bool was_never_established() const { return end.all<Established>().empty(); }
};

LinkOptions with_psk(unsigned value) {
    auto options = link_options(2);
    options.psks.push_back(support::psk(value));
    return options;
}

}  // namespace

TEST_CASE("A hostile peer that tells no lies is let in, so that the attacks below mean something",
          "[attack]") {
    SECTION("dialling") {
        Bob victim{Role::responder};
        HostilePeer peer{mallory(), {}};
        CHECK(peer.dial(victim.end, {}));
        CHECK(victim.end.last<Established>()->peer.person == mallory().person());
    }
    SECTION("dialled") {
        Bob victim{Role::initiator};
        HostilePeer peer{mallory(), {}};
        CHECK(peer.answer(victim.end, {}));
    }
    SECTION("with the secret of a team") {
        const auto psk = support::psk(9);
        Bob victim{Role::responder, with_psk(9)};
        HostilePeer peer{mallory(), {.preface = {Preface::Mode::with_psk, {}}, .psk = &psk}};
        CHECK(peer.dial(victim.end, {}));
    }
}

TEST_CASE("A1: knowing my link key lets nobody speak to me as somebody else", "[attack]") {
    // Mallory has stolen Bob's link key and claims to be Alice. What only Alice could agree on is
    // replaced by everything Mallory can compute.
    const bool in_team = GENERATE(false, true);
    const auto role = GENERATE(Role::responder, Role::initiator);
    const auto guess = GENERATE(range(0, 4));
    const auto psk = support::psk(9);
    Bob victim{role, in_team ? with_psk(9) : link_options(2)};

    const auto secret_of = [](const auto& own, const auto& peer) {
        return to_bytes(crypto::agree(own, peer)->expose());
    };
    const Bytes guesses[]{Bytes(32), secret_of(bob().link_keys(), alice().certificate().link),
                          secret_of(mallory().link_keys(), bob().certificate().link),
                          to_bytes(bob().link_keys().expose_secret())};
    HostilePeer attacker{mallory(),
                         {.preface = {in_team ? Preface::Mode::with_psk : Preface::Mode::open, {}},
                          .psk = in_team ? &psk : nullptr,
                          .link_key = alice().certificate().link,
                          .agreement = guesses[guess],
                          .certificate = alice().signed_certificate()}};
    const bool accepted =
        role == Role::responder ? attacker.dial(victim.end, {}) : attacker.answer(victim.end, {});
    CHECK_FALSE(accepted);
    CHECK(victim.was_never_established());
    CHECK(victim.end_reason() == EndReason::handshake_failed);
    CHECK(victim.end.link.output_bytes() == 0);
}

TEST_CASE("A2: somebody else's certificate is worth nothing in one's own session", "[attack]") {
    const auto role = GENERATE(Role::responder, Role::initiator);
    Bob victim{role};
    HostilePeer attacker{mallory(), {.certificate = alice().signed_certificate()}};
    const bool accepted =
        role == Role::responder ? attacker.dial(victim.end, {}) : attacker.answer(victim.end, {});
    CHECK_FALSE(accepted);
    CHECK(victim.was_never_established());
    CHECK(victim.end_reason() == EndReason::bad_certificate);
    CHECK(victim.end.link.output_bytes() == 0);
}

TEST_CASE("A4: keys of small order are refused at every position of a handshake", "[attack]") {
    const auto which = GENERATE(range(0u, 7u));
    const auto point = support::low_order_points()[which];
    const auto role = GENERATE(Role::responder, Role::initiator);
    const bool as_static = GENERATE(false, true);
    Bob victim{role};

    // A certificate for such a key, correctly signed: only the agreement can give it away.
    auto certificate = mallory().certificate();
    certificate.link = point;
    Lies lies;
    if (as_static) {
        lies.link_key = point;
        lies.agreement = Bytes(32);
        lies.certificate = identity::sign_certificate(mallory().account_keys(),
                                                      mallory().device_keys(), certificate);
    } else {
        lies.ephemeral = point;
    }
    HostilePeer attacker{mallory(), lies};
    const bool accepted =
        role == Role::responder ? attacker.dial(victim.end, {}) : attacker.answer(victim.end, {});
    CHECK_FALSE(accepted);
    CHECK(victim.was_never_established());
    CHECK(victim.end_reason() == EndReason::handshake_failed);
    CHECK(victim.end.link.output_bytes() == 0);
}

TEST_CASE("A33: a certificate signed with S + L opens no link", "[attack]") {
    constexpr std::array<unsigned, 16> low{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                           0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14};
    auto certificate = mallory().signed_certificate();
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        auto& byte = certificate.by_account.bytes[32 + i];
        const unsigned order = i < low.size() ? low[i] : i == 31 ? 0x10 : 0;
        const unsigned sum = std::to_integer<unsigned>(byte) + order + carry;
        byte = static_cast<std::byte>(sum & 0xFF);
        carry = sum >> 8;
    }
    Bob victim{Role::responder};
    HostilePeer attacker{mallory(), {.certificate = certificate}};
    CHECK_FALSE(attacker.dial(victim.end, {}));
    CHECK(victim.end_reason() == EndReason::bad_certificate);
}

TEST_CASE("A34: secrets of a link cannot be taken for one another", "[attack]") {
    using crypto::AeadKey;
    using crypto::noise::Psk;
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Psk, AeadKey>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Psk, std::span<const std::byte, 64>>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Psk, ByteView>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<crypto::noise::CipherState, Psk>);
    STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<FrameSealer>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<LinkId, DeviceId>);
}

TEST_CASE("link learns nothing more from a dialled impostor than that it is one", "[attack]") {
    auto options = link_options(2);
    options.expected =
        Expected{alice().device(), alice().certificate().account, alice().certificate().link};
    Bob victim{Role::initiator, std::move(options)};
    HostilePeer impostor{mallory(), {}};
    CHECK_FALSE(impostor.answer(victim.end, {}));
    CHECK(victim.end_reason() == EndReason::unexpected_device);
    CHECK(victim.end.link.output_bytes() == 0);  // Bob has not said who he is.
}

TEST_CASE("link is refused to a device with the right id and another key", "[attack]") {
    // The account key signs a second certificate for the same device with another link key.
    auto certificate = alice().certificate();
    certificate.link = mallory().certificate().link;
    const auto renewed =
        identity::sign_certificate(alice().account_keys(), alice().device_keys(), certificate);
    auto options = link_options(2);
    options.expected = Expected{alice().device(), std::nullopt, alice().certificate().link};
    Bob victim{Role::initiator, std::move(options)};
    HostilePeer thief{mallory(), {.certificate = renewed}};
    CHECK_FALSE(thief.answer(victim.end, {}));
    CHECK(victim.end_reason() == EndReason::unexpected_device);
}

TEST_CASE("link asks its policy before it says who it is", "[attack]") {
    struct NobodyCalled final : PeerPolicy {
        PersonId blocked;
        bool admits(const Peer& peer) const override { return peer.person != blocked; }
    };
    NobodyCalled policy;
    policy.blocked = mallory().person();
    const auto role = GENERATE(Role::responder, Role::initiator);
    auto options = link_options(2);
    options.policy = &policy;
    Bob victim{role, std::move(options)};
    HostilePeer blocked{mallory(), {}};
    const bool accepted =
        role == Role::responder ? blocked.dial(victim.end, {}) : blocked.answer(victim.end, {});
    CHECK_FALSE(accepted);
    CHECK(victim.end_reason() == EndReason::not_admitted);
    CHECK(victim.end.link.output_bytes() == 0);
}

}  // namespace earshot::link
