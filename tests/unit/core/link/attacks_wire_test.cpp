#include <algorithm>

#include "core/base/limits.hpp"
#include "core/link/link.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hostile_peer.hpp"

/// Attacks on what travels between two honest links, by their numbers in docs/THREAT_MODEL.md.
namespace earshot::link {
namespace {

using namespace std::chrono_literals;
using support::HostilePeer;
using support::link_options;
using support::LinkEnd;
using support::LinkPair;

constexpr std::uint8_t some_type = frame_type::first_of_engine;

const identity::LocalIdentity& alice() {
    static const auto identity = support::person(1);
    return identity;
}
const identity::LocalIdentity& bob() {
    static const auto identity = support::person(2);
    return identity;
}

LinkOptions speaking(std::uint8_t min, std::uint8_t max) {
    auto options = link_options(1);
    options.versions = {min, max};
    return options;
}

bool ended_unheard(const LinkEnd& end) {
    return end.link.finished() && end.all<Established>().empty() && end.link.output_bytes() == 0;
}

/// Three frames from Alice to Bob, cut apart.
struct Recording {
    LinkPair pair{alice(), bob()};
    std::vector<Bytes> frames;

    Recording() {
        pair.carry();
        for (unsigned i = 0; i < 3; ++i) {
            REQUIRE(pair.dialler.link.send(some_type, Bytes(10, static_cast<std::byte>(i))));
            frames.push_back(pair.dialler.link.take_output());
        }
    }
    void give(std::size_t frame) { pair.dialled.take_bytes(frames[frame], pair.now); }
    std::size_t received() const { return pair.dialled.all<Received>().size(); }
    std::optional<EndReason> reason() const {
        const auto ended = pair.dialled.last<Ended>();
        return ended ? std::optional{ended->reason} : std::nullopt;
    }
};

}  // namespace

TEST_CASE("A5: a changed range of versions breaks the handshake", "[attack]") {
    LinkPair honest{alice(), bob(), speaking(1, 2), speaking(1, 3)};
    honest.carry();
    CHECK(honest.dialler.last<Established>()->peer.version == 2);

    LinkPair pair{alice(), bob(), speaking(1, 2), speaking(1, 3)};
    auto opening = pair.dialler.link.take_output();
    REQUIRE(opening[6] == std::byte{2});
    opening[6] = std::byte{1};
    pair.dialled.take_bytes(opening, pair.now);
    pair.carry();
    CHECK(ended_unheard(pair.dialler));
    CHECK(pair.dialler.last<Ended>()->reason == EndReason::handshake_failed);
    pair.dialled.link.on_end(pair.now, pair.dialled.events);
    CHECK(ended_unheard(pair.dialled));
}

TEST_CASE("A5: a team's handshake is not talked down to an open one", "[attack]") {
    auto from = link_options(1);
    from.psks.push_back(support::psk(9));
    auto to = link_options(2);
    to.psks.push_back(support::psk(9));
    LinkPair pair{alice(), bob(), std::move(from), std::move(to)};
    auto opening = pair.dialler.link.take_output();
    REQUIRE(opening.size() == 8 + 2 + 48);
    SECTION("by whoever changes the mode in the preface") {
        opening[4] = std::byte{0};
        SECTION("and nothing else") {}
        SECTION("and the length as well") {
            opening[9] = std::byte{32};
            opening.resize(8 + 2 + 32);
        }
        pair.dialled.take_bytes(opening, pair.now);
        pair.dialler.take_bytes(pair.dialled.link.take_output(), pair.now);
        CHECK_FALSE(pair.dialler.link.is_established());
        CHECK(pair.dialler.link.take_output().empty());
    }
    SECTION("by an open answer") {
        HostilePeer open{bob(), {}};
        auto options = link_options(1);
        options.psks.push_back(support::psk(9));
        LinkEnd victim{
            {Role::initiator, alice(), std::move(options), pair.dialler_entropy, pair.now}, {}};
        CHECK_FALSE(open.answer(victim, pair.now));
        CHECK(victim.link.take_output().empty());
    }
    CHECK(pair.dialler.all<Established>().empty());
}

TEST_CASE("A5: a version outside what both said is refused", "[attack]") {
    const unsigned version = GENERATE(0u, 2u, 255u);
    const auto role = GENERATE(Role::responder, Role::initiator);
    support::SeededEntropy entropy{3};
    LinkEnd victim{{role, bob(), link_options(2), entropy, Instant{}}, {}};
    HostilePeer attacker{alice(), {.version = static_cast<std::uint8_t>(version)}};
    const bool accepted =
        role == Role::responder ? attacker.dial(victim, {}) : attacker.answer(victim, {});
    CHECK_FALSE(accepted);
    CHECK(ended_unheard(victim));
}

TEST_CASE("A5: a failed handshake is over, and nothing weaker is tried", "[attack]") {
    LinkPair pair{alice(), bob(), speaking(2, 3), speaking(1, 1)};
    pair.carry();
    CHECK(ended_unheard(pair.dialled));  // No common version: not a byte.
    pair.dialler.link.on_end(pair.now, pair.dialler.events);
    CHECK(ended_unheard(pair.dialler));
    CHECK_FALSE(pair.dialler.link.next_deadline());
}

TEST_CASE("A6: a link with oneself is refused on both sides", "[attack]") {
    LinkPair pair{alice(), alice()};
    pair.carry();
    CHECK(pair.dialler.last<Ended>()->reason == EndReason::own_device);
    CHECK(pair.dialler.all<Established>().empty());
    pair.dialled.link.on_end(pair.now, pair.dialled.events);
    CHECK(ended_unheard(pair.dialled));

    support::SeededEntropy entropy{3};
    LinkEnd victim{{Role::responder, alice(), link_options(2), entropy, Instant{}}, {}};
    HostilePeer twin{alice(), {}};
    CHECK_FALSE(twin.dial(victim, {}));
    CHECK(victim.last<Ended>()->reason == EndReason::own_device);
}

TEST_CASE("A6: bytes sent back to their sender end the link", "[attack]") {
    SECTION("of a handshake") {
        LinkPair pair{alice(), bob()};
        const auto opening = pair.dialler.link.take_output();
        pair.dialler.take_bytes(opening, pair.now);
        CHECK(ended_unheard(pair.dialler));
    }
    SECTION("the first message as if it were the second") {
        LinkPair pair{alice(), bob()};
        const auto opening = pair.dialler.link.take_output();
        pair.dialler.take_bytes(ByteView{opening}.subspan(8), pair.now);
        CHECK(ended_unheard(pair.dialler));
    }
    SECTION("of an established link") {
        LinkPair pair{alice(), bob()};
        pair.carry();
        REQUIRE(pair.dialler.link.send(some_type, Bytes(10)));
        pair.dialler.take_bytes(pair.dialler.link.take_output(), pair.now);
        CHECK(pair.dialler.last<Ended>()->reason == EndReason::damaged);
        CHECK(pair.dialler.all<Received>().empty());
    }
}

TEST_CASE("A7: a recorded handshake convinces nobody", "[attack]") {
    LinkPair recorded{alice(), bob()};
    const auto opening = recorded.dialler.link.take_output();
    recorded.dialled.take_bytes(opening, recorded.now);
    const auto second = recorded.dialled.link.take_output();
    recorded.dialler.take_bytes(second, recorded.now);
    const auto third = recorded.dialler.link.take_output();
    recorded.dialled.take_bytes(third, recorded.now);
    REQUIRE(recorded.dialled.link.is_established());

    SECTION("played to the one who was dialled") {
        LinkPair pair{alice(), bob(), link_options(1), link_options(2), 8};
        pair.dialled.take_bytes(opening, pair.now);
        CHECK_FALSE(pair.dialled.link.take_output().empty());
        pair.dialled.take_bytes(third, pair.now);
        CHECK(ended_unheard(pair.dialled));
    }
    SECTION("played to the one who dials") {
        LinkPair pair{alice(), bob(), link_options(1), link_options(2), 8};
        pair.dialler.link.take_output();
        pair.dialler.take_bytes(second, pair.now);
        CHECK(ended_unheard(pair.dialler));
    }
    SECTION("its third message twice in its own session") {
        recorded.dialled.take_bytes(third, recorded.now);
        CHECK(recorded.dialled.last<Ended>()->reason == EndReason::damaged);
    }
}

TEST_CASE("A7: frames count only once, in order, and all of them", "[attack]") {
    Recording tape;
    SECTION("in order") {
        for (const std::size_t frame : {0u, 1u, 2u}) tape.give(frame);
        CHECK(tape.received() == 3);
        SECTION("and then the end without CLOSE is no clean end") {
            tape.pair.dialled.link.on_end(tape.pair.now, tape.pair.dialled.events);
            CHECK(tape.pair.dialled.last<Ended>() ==
                  Ended{EndReason::cut_off, false, ByeReason::none});
        }
    }
    SECTION("again") {
        tape.give(0);
        tape.give(0);
        CHECK(tape.received() == 1);
        CHECK(tape.reason() == EndReason::damaged);
    }
    SECTION("swapped") {
        tape.give(1);
        tape.give(0);
        CHECK(tape.received() == 0);
        CHECK(tape.reason() == EndReason::damaged);
    }
    SECTION("with one left out") {
        tape.give(0);
        tape.give(2);
        tape.give(1);
        CHECK(tape.received() == 1);
        CHECK(tape.reason() == EndReason::damaged);
    }
    SECTION("cut in the middle") {
        tape.give(0);
        tape.pair.dialled.take_bytes(ByteView{tape.frames[1]}.first(50), tape.pair.now);
        tape.pair.dialled.link.on_end(tape.pair.now, tape.pair.dialled.events);
        CHECK(tape.received() == 1);
        CHECK(tape.reason() == EndReason::cut_off);
    }
}

TEST_CASE("A7: any bit changed on the way ends the link before anything of it is told",
          "[attack]") {
    for (std::size_t bit = 0; bit < 82 * 8; ++bit) {
        Recording tape;
        tape.frames[0][bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        tape.give(0);
        // A longer length waits for more: the rest of the stream does not help it.
        for (int i = 0; i < 1000 && !tape.reason(); ++i) tape.give(1);
        CHECK(tape.received() == 0);
        REQUIRE(tape.reason());
        CHECK(*tape.reason() == EndReason::damaged);
    }
}

TEST_CASE("A7: CLOSE with the wrong number of frames is no clean end", "[attack]") {
    support::SeededEntropy entropy{3};
    LinkEnd victim{{Role::responder, bob(), link_options(2), entropy, Instant{}}, {}};
    HostilePeer liar{alice(), {}};
    REQUIRE(liar.dial(victim, {}));
    FrameSealer sealer{std::move(liar.ciphers().first)};
    Bytes output;
    Bytes count;
    append_u64(count, 1);
    sealer.seal(frame_type::close, {}, count, output);
    victim.take_bytes(output, {});
    CHECK(victim.last<Ended>() == Ended{EndReason::malformed, false, ByeReason::none});
}

}  // namespace earshot::link
